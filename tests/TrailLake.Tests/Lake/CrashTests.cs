using System;
using System.IO;
using System.Linq;
using TrailLake.Maintenance;
using TrailLake.Store;
using TrailLake.Tests.Faults;
using Xunit;

namespace TrailLake.Tests.Lake;

/// <summary>
/// A commit that breaks off after each of its steps. Nothing is disposed of after the break, as after kill -9. Then the run is done again
/// the way an ingest does it: everything that the ledger does not know is added.
/// </summary>
public sealed class CrashTests
{
    static readonly string[] s_all = ["a", "b", "c"];

    public static TheoryData<int> Steps() => [.. Enumerable.Range(0, Enum.GetValues<CommitStep>().Length)];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Redo_AfterABreakAtAnyStep_LosesAndDoublesNothing(int number)
    {
        var step = (CommitStep)number;
        using var lake = new LakeFolder();
        var first = lake.Create();
        LakeFolder.Fill(first, ["a"]).Commit();
        first.CheckpointInterval = 2;
        first.Fault = reached =>
        {
            if (reached == step)
            {
                throw new CrashException();
            }
        };
        var broken = LakeFolder.Fill(first, ["b", "c"]);
        broken.AddReject(LakeFolder.Reject("c", broken.Id));
        broken.AddCopy(LakeFolder.Copy("c", "a"));
        var error = Record.Exception(() => { broken.Commit(); });

        // A checkpoint that breaks off does not fail its commit; all else ends the process.
        Assert.Equal(step == CommitStep.CheckpointWritten ? null : typeof(CrashException), error?.GetType());

        var committed = step >= CommitStep.EventsCommitted;
        Assert.Equal(committed ? s_all : ["a"], lake.Events());
        Assert.Equal(committed ? s_all : ["a"], lake.Objects());
        Assert.Equal(committed ? 1 : 0, LakeStore.Open(lake.Root, lake.Format).Snapshot().ReadCopies().Count());

        var second = LakeStore.OpenOrCreate(lake.Root, lake.Format);
        var snapshot = second.Snapshot();
        var index = snapshot.ReadObjectIndex();
        var missing = s_all.Where(uri => !index.IsDone(uri, "e")).ToList();
        using var redo = LakeFolder.Fill(second, missing, snapshot);
        foreach (var uri in missing.Where(uri => uri == "c"))
        {
            redo.AddReject(LakeFolder.Reject(uri, redo.Id));
            redo.AddCopy(LakeFolder.Copy(uri, "a"));
        }

        redo.Commit();
        Assert.Equal(s_all, lake.Events());
        Assert.Equal(s_all, lake.Objects());
        Assert.Single(second.Snapshot().ReadRejects());
        Assert.Equal(("c", "a"), second.Snapshot().ReadCopies().Select(row => (row.CopyObject, row.KeptObject)).Single());

        new LakeSweep(second).Run(TimeSpan.FromSeconds(-10));
        Assert.Equal(s_all, lake.Events());
        Assert.Equal(s_all, lake.Objects());
        var tables = second.Tables;
        var batches = second.Snapshot().Batches;
        Assert.All(tables.Objects.Read(lake.Format.ReadCheckpoint).Files.Values, file => Assert.Contains(file.Batch!, batches));
        Assert.Single(tables.Rejects.Read(lake.Format.ReadCheckpoint).Files);
        Assert.Single(tables.Copies.Read(lake.Format.ReadCheckpoint).Files);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(lake.Root, "events"), "part-*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void OpenOrCreate_AfterABreakBetweenTheTables_MakesTheRest()
    {
        using var lake = new LakeFolder();
        lake.Create();
        Directory.Delete(Path.Combine(lake.Root, "events"), recursive: true);
        Directory.Delete(Path.Combine(lake.Root, "rejects"), recursive: true);

        LakeFolder.Fill(lake.Create(), ["a"]).Commit();
        Assert.Equal(["a"], lake.Events());
    }

    [Fact]
    public void Commit_WhoseCheckpointFails_StandsAndSaysSo()
    {
        using var lake = new LakeFolder();
        var store = lake.Create();
        store.CheckpointInterval = 1;
        lake.Format.CheckpointFailure = new IOException("No space left on device");

        var commit = LakeFolder.Fill(store, ["a"]).Commit();

        Assert.Equal(
            $"No checkpoint was written for {Path.Combine(lake.Root, "events")} at version 1: No space left on device", commit.Warning);
        Assert.Equal(["a"], lake.Events());
    }
}
