using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Columns;
using TrailLake.DeltaLog;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tables;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Verification;

/// <summary>What a verification finds in lakes that were broken in a known way, and that it finds nothing in others.</summary>
public sealed class LakeVerifierTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void GeneratedLake_IsSound_AndItsCountsAreDuckDbs()
    {
        using var archive = new GeneratedArchive(TrailLake.Generator.Archives.GeneratorProfile.Small, 3_000, seed: 5, duplicates: 0.1);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { CommitEvents = 1_000 });
        var found = LakeDamager.RequireSound(_lake.Directory);
        var row = DuckDb.Query(
            $"SELECT count(*), count(DISTINCT filename) FROM read_parquet('{_lake.Directory}/events/date=*/*/*.parquet', filename = true)")
                .Single();
        Assert.Equal((Convert.ToInt64(row[0]), Convert.ToInt64(row[1])), (found.Events, found.Files));
        Assert.Equal((found.Events, 0), (found.LedgerEvents, found.FilesWithoutHash));
        Assert.True(found.Duplicates > 0);
    }

    [Fact]
    public void RealRecords_AreSound()
    {
        Require.OrSkip(SharedData.Folder.Length > 0, "The real records are not beside the project.");
        _lake.Ingest(new LocalLogSource(SharedData.Folder));
        Assert.True(LakeDamager.RequireSound(_lake.Directory).Events >= 3050);
    }

    [Theory]
    [InlineData("missing", DamageKind.Missing)]
    [InlineData("flip", DamageKind.Changed)]
    [InlineData("truncate", DamageKind.Changed)]
    [InlineData("empty", DamageKind.Changed)]
    public void DamagedDataFile_IsNamed_WithWhatItHeld_AndItsSources(string how, DamageKind kind)
    {
        var victim = ThreeDays();
        switch (how)
        {
            case "missing":
                File.Delete(victim.Path);
                break;
            case "flip":
                LakeDamager.Flip(victim.Path, victim.Bytes / 3);
                break;
            default:
                LakeDamager.Truncate(victim.Path, how == "empty" ? 0 : victim.Bytes - 1);
                break;
        }

        var found = LakeDamager.Verify(_lake.Directory);
        var damage = Assert.Single(found.Damages);
        Assert.Empty(found.Mismatches);
        Assert.Equal((kind, "events", victim.RelativePath, 2L), (damage.Kind, damage.Table, damage.Path, damage.Rows));
        Assert.Equal((new DateOnly(2024, 5, 2), "111122223333"), (damage.Date, damage.Account));
        Assert.Equal(new DateTime(2024, 5, 2, 10, 0, 0, DateTimeKind.Utc), damage.First);

        // b.json holds a record of that day and one of another; c.json only one of another.
        Assert.Equal(["a.json 1", "b.json 1"], damage.Sources.Select(source => $"{Path.GetFileName(source.Uri)} {source.Rows}"));
    }

    [Fact]
    public void DamagedBytes_UnderARightHash_DoNotDecode()
    {
        var victim = ThreeDays();
        LakeDamager.Flip(victim.Path, 8);
        Rewrite(victim, File.ReadAllBytes(victim.Path), victim.Stats!);
        Assert.Equal(DamageKind.Unreadable, Assert.Single(LakeDamager.Verify(_lake.Directory).Damages).Kind);
    }

    [Theory]
    [InlineData("\"numRecords\":2", "\"numRecords\":3", "the log says 3 rows, it has 2")]
    [InlineData(
        "\"eventSource\":\"s3.amazonaws.com\"", "\"eventSource\":\"t\"", "column eventSource: a value is outside of the log's bounds")]
    [InlineData("2024-05-02T10:00:00.000Z", "2024-05-02T10:00:00.001Z", "column eventTime: a value is outside of the log's bounds")]
    [InlineData("\"errorCode\":2", "\"errorCode\":1", "column errorCode: the log says 1 nulls, it has 2")]
    public void WrongStatisticsInTheLog_AreFound(string was, string becomes, string message)
    {
        var victim = ThreeDays();
        Assert.Contains(was, victim.Stats!, StringComparison.Ordinal);
        int at = victim.Stats!.IndexOf(was, StringComparison.Ordinal);
        Rewrite(victim, File.ReadAllBytes(victim.Path), victim.Stats[..at] + becomes + victim.Stats[(at + was.Length)..]);
        var damage = Assert.Single(LakeDamager.Verify(_lake.Directory).Damages);
        Assert.Equal((DamageKind.Statistics, message), (damage.Kind, damage.Message));
    }

    [Fact]
    public void WrongStatisticsInTheFile_AreFound()
    {
        // The bound stands in the footer as plain bytes: the minimum of a file whose only eventName is GetObject becomes a greater one.
        var victim = ThreeDays();
        var bytes = File.ReadAllBytes(victim.Path);
        int footer = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
        int changed = 0;
        for (int at = footer; (at = IndexOf(bytes, "GetObject"u8, at)) >= 0; at++, changed++)
        {
            bytes[at] = (byte)'H';
        }

        Assert.True(changed > 0);
        Rewrite(victim, bytes, victim.Stats!);
        var damage = Assert.Single(LakeDamager.Verify(_lake.Directory).Damages);
        Assert.Equal(DamageKind.Statistics, damage.Kind);
        Assert.StartsWith("row group 0, column eventName: a value is ", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EventsOfAnotherDayOrAccount_AreFound()
    {
        var victim = ThreeDays();
        var other = _lake.Snapshot().Files.First(file => file.Date != victim.Date);
        Rewrite(victim, File.ReadAllBytes(other.Path), "{\"numRecords\":1}");
        var found = LakeDamager.Verify(_lake.Directory);
        Assert.Equal("it holds events of other days than 2024-05-02", Assert.Single(found.Damages).Message);
    }

    [Fact]
    public void FileThatWasAddedTwice_DoesNotAddUp()
    {
        var victim = ThreeDays();
        var name = victim.Path.Replace("part-", "part-copy-", StringComparison.Ordinal);
        File.Copy(victim.Path, name);
        Commit(new AddAction(
            DeltaPath.Encode(Path.GetRelativePath(Path.Combine(_lake.Directory, "events"), name)),
            Partition(victim),
            victim.Bytes,
            0,
            true,
            victim.Stats,
            LiveFile.Tags(victim.Batch, victim.Sha256)));
        var found = LakeDamager.Verify(_lake.Directory);
        Assert.Empty(found.Damages);
        Assert.Equal(
            ["a.json: 1 event more in the files than the ledger counts", "b.json: 1 event more in the files than the ledger counts"],
            found.Mismatches.Select(text => text[(text.IndexOf(": ", StringComparison.Ordinal) - 6)..]));
    }

    [Fact]
    public void FileThatWasTakenOut_IsNamed_WithTheObjectsOfItsRows()
    {
        var victim = ThreeDays();
        Commit(new RemoveAction(DeltaPath.Encode(victim.PathInTable), 0, true, Partition(victim), victim.Bytes));
        var found = LakeDamager.Verify(_lake.Directory);
        Assert.Empty(found.Mismatches);
        var damage = Assert.Single(found.Damages);
        Assert.Equal((DamageKind.Removed, victim.Date, 2), (damage.Kind, damage.Date!.Value, damage.Sources.Count));
        var commit = Assert.Single(found.ForeignCommits);
        Assert.Equal((null, 0, 1), (commit.Engine, commit.Added, commit.Removed));
    }

    [Theory]
    [InlineData("objects")]
    [InlineData("rejects")]
    public void DamagedLedger_IsNamed_WithTheObjectsOfItsRows(string table)
    {
        ThreeDays();
        _lake.Put("bad.json", Records.File(Records.Of("x"), "{\"eventVersion\":\"1.08\",\"eventID\":\"y\"}"));
        File.Delete(Path.Combine(_lake.Source, "a.json"));
        _lake.Ingest();
        string victim = Directory.GetFiles(Path.Combine(_lake.Directory, table), "part-*.parquet").Order(StringComparer.Ordinal).Last();
        LakeDamager.Flip(victim, 40);
        var found = LakeDamager.Verify(_lake.Directory);
        var damage = Assert.Single(found.Damages);
        Assert.Empty(found.Mismatches);
        Assert.Equal((table, DamageKind.Changed, 1L), (damage.Table, damage.Kind, damage.Rows));
        Assert.EndsWith("bad.json", Assert.Single(damage.Sources).Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedCheckpoint_IsNamed_AlthoughTheCommitsDo()
    {
        ThreeDays();
        var store = LakeDamager.Open(_lake.Directory);
        store.CheckpointInterval = 1;
        _lake.Put("d.json", Records.File(Records.Of("d")));
        LakeDamager.Ingest(store, _lake.Source);
        string checkpoint = Assert.Single(
            Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_delta_log"), "*.checkpoint.parquet"));
        LakeDamager.RequireSound(_lake.Directory);
        LakeDamager.Truncate(checkpoint, 20);
        var damage = Assert.Single(LakeDamager.Verify(_lake.Directory).Checkpoints);
        Assert.Equal($"events/_delta_log/{Path.GetFileName(checkpoint)}", damage.Path);
        Assert.StartsWith("is damaged (", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"version\":0,\"size\":3}", true)]
    [InlineData("[]", false)]
    [InlineData("no json", false)]
    public void CheckpointThatIsNamedAndMissing_IsNamed_AlthoughTheCommitsDo(string hint, bool isNamed)
    {
        ThreeDays();
        File.WriteAllText(Path.Combine(_lake.Directory, "events", "_delta_log", "_last_checkpoint"), hint);
        var damages = LakeDamager.Verify(_lake.Directory).Checkpoints;
        string[] expected = isNamed
            ? ["events/_delta_log/00000000000000000000.checkpoint.parquet is missing, though _last_checkpoint names it"]
            : [];
        Assert.Equal(expected, damages.Select(damage => $"{damage.Path} {damage.Message}"));
    }

    [Fact]
    public void Inspection_FindsWhatTheWriterSays()
    {
        // Nulls in structs and lists, texts beyond the basic plane, long values: what the writer's statistics say of random batches.
        using var folder = new TempFolder();
        var format = new ParquetLakeFormat();
        for (int seed = 0; seed < 5; seed++)
        {
            string path = folder.File($"{seed}.parquet");
            using var writer = format.CreateSegment(path);
            foreach (var batch in (ColumnBatch[])[new RandomBatch(seed).Create(700), new RandomBatch(seed + 100).Create(30)])
            {
                writer.WriteRowGroup(batch);
            }

            var summary = writer.Complete();
            var found = format.InspectEvents(path);
            Assert.Empty(found.Problems);
            Assert.Equal(
                (summary.Rows, summary.Rows - found.Leaves[(int)FieldId.SourceObject].NullCount), (found.Rows, found.Sources.Values.Sum()));
            Assert.Equal(
                summary.Leaves.Select(leaf => (leaf.NullCount, leaf.MinInteger, leaf.MaxInteger)),
                found.Leaves.Select(leaf => (leaf.NullCount, leaf.MinInteger, leaf.MaxInteger)));
        }
    }

    [Fact]
    public void Utf8Order_IsThatOfTheBytes()
    {
        string[] texts = ["", "a", "ab", "b", "\u00E9", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0010FFFF", "a\U00010000", "a\uFFFD"];
        foreach (var a in texts)
        {
            foreach (var b in texts)
            {
                int expected = Math.Sign(Records.Utf8(a).AsSpan().SequenceCompareTo(Records.Utf8(b)));
                Assert.Equal(expected, Math.Sign(Utf8Comparison.Compare(a, b)));
            }
        }
    }

    /// <summary>Three objects over two days; the file of the second day is returned.</summary>
    DataFile ThreeDays()
    {
        string Day2(string id) => Records.Of(id).Replace("2024-05-01", "2024-05-02");
        _lake.Put("a.json", Records.File(Day2("a")));
        _lake.Put("b.json", Records.File(Records.Of("b"), Day2("b2")));
        _lake.Put("c.json", Records.File(Records.Of("c")));
        _lake.Ingest();
        LakeDamager.RequireSound(_lake.Directory);
        return _lake.Snapshot().Files.Single(file => file.Date.Day == 2);
    }

    /// <summary>Puts other bytes in the place of a file, as a commit that hashes them rightly would.</summary>
    void Rewrite(DataFile file, byte[] bytes, string stats)
    {
        File.WriteAllBytes(file.Path, bytes);
        string sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Commit(new AddAction(
            DeltaPath.Encode(file.PathInTable), Partition(file), bytes.Length, 0, true, stats, LiveFile.Tags(file.Batch, sha256)));
    }

    void Commit(DeltaAction action)
    {
        var table = LakeDamager.Open(_lake.Directory).Tables.Events;
        table.Append(table.NewestVersion(), [action]);
    }

    static Dictionary<string, string?> Partition(DataFile file) =>
        new() { ["date"] = $"{file.Date:yyyy-MM-dd}", ["account"] = file.Account };

    static int IndexOf(byte[] bytes, ReadOnlySpan<byte> text, int from) =>
        bytes.AsSpan(from).IndexOf(text) is >= 0 and var at ? at + from : -1;
}
