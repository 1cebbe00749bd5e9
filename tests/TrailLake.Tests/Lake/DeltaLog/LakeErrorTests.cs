using System;
using System.IO;
using TrailLake.Errors;
using TrailLake.Store;
using Xunit;

namespace TrailLake.Tests.Lake.DeltaLog;

/// <summary>The exact words for lakes that cannot be opened.</summary>
public sealed class LakeErrorTests : IDisposable
{
    const string Restore = "Restore it from a copy of the lake.";
    const string Expected = "Expected one Delta action as JSON per line. " + Restore;
    readonly LakeFolder _lake = new();

    string Events => Path.Combine(_lake.Root, "events");

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Open_OfNoFolder()
    {
        var path = Path.Combine(_lake.Root, "nowhere");
        Fails(path, $"There is no lake at {path}: the folder does not exist. Name the folder of a lake, or ingest into it first.");
    }

    [Fact]
    public void Open_OfAnotherFolder() =>
        Fails(
            _lake.Root,
            $"{_lake.Root} is not a lake: it has no events/_delta_log with a first commit. Name the folder that holds events/, objects/ "
                + "and rejects/.");

    [Theory]
    [InlineData("", "")]
    [InlineData("{\"add\":{\"path\":\"x\"", " at line 1: it is not JSON at byte 18. ")]
    [InlineData("{\"txn\":{\"appId\":\"x\",\"version\":1}}\nrubbish\n", " at line 2: it is not JSON at byte 0. ")]
    [InlineData("[]", " at line 1: it is not a JSON object. ")]
    [InlineData("{\"add\":3}", " at line 1: an action is not a JSON object. ")]
    [InlineData("{\"add\":{\"size\":3}}", " at line 1: add lacks path. ")]
    [InlineData("{\"add\":{\"path\":\"x\",\"size\":\"3\"}}", " at line 1: a value has the wrong type. ")]
    public void Open_WithADamagedCommit(string content, string detail)
    {
        Grow();
        File.WriteAllText(_lake.Commit(1), content);
        Fails(_lake.Root, content.Length == 0
            ? $"The commit file {_lake.Commit(1)} is empty. {Expected}"
            : $"The commit file {_lake.Commit(1)} is damaged{detail}{Expected}");
    }

    [Fact]
    public void Open_WithAMissingCommit()
    {
        Grow();
        File.Delete(_lake.Commit(1));
        Fails(_lake.Root, $"The commit file {_lake.Commit(1)} is missing, though the log goes on to version 2. {Restore}");
    }

    [Fact]
    public void Open_WithABrokenCheckpointAndNoCommitsBeforeIt()
    {
        Grow();
        var checkpoint = Path.Combine(_lake.Log, "00000000000000000001.checkpoint.parquet");
        File.WriteAllText(checkpoint, "");
        File.Delete(_lake.Commit(0));
        Fails(
            _lake.Root,
            $"The checkpoint {checkpoint} cannot be read (The commit file {checkpoint} is empty. {Expected}), and the commits before it "
                + "are gone. Restore _delta_log from a copy.");
    }

    [Fact]
    public void Open_OfANewerReaderVersion()
    {
        Grow();
        File.WriteAllText(
            _lake.Commit(3),
            "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],"
                + "\"writerFeatures\":[\"deletionVectors\"]}}\n");
        Fails(
            _lake.Root,
            $"The table {Events} asks for a Delta reader of version 3; TrailLake reads version 1. A program that does not give its name "
                + "asked for deletionVectors in version 3. Let that program take it back (ALTER TABLE … DROP FEATURE), or restore the "
                + "folder from a copy.");
    }

    [Fact]
    public void BeginBatch_OfANewerWriterVersion_WhereReadingWorks()
    {
        Grow();
        File.WriteAllText(_lake.Commit(3), "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":4}}\n");
        var store = LakeStore.Open(_lake.Root, _lake.Format);
        Assert.Equal(2, store.Snapshot().Files.Count);
        Assert.Equal(
            $"The table {Events} asks for a Delta writer of version 4; TrailLake writes version 2; reading works. A program that does not "
                + "give its name asked for a newer form of the table in version 3. Let that program take it back (ALTER TABLE … DROP "
                + "FEATURE), or restore the folder from a copy.",
            Assert.Throws<TrailLakeException>(() => store.BeginBatch()).Message);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("%2E%2E/x.parquet")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    public void Open_WithAPathThatLeadsOut(string path)
    {
        Grow();
        File.WriteAllText(_lake.Commit(3), $"{{\"add\":{{\"path\":\"{path}\",\"partitionValues\":{{}},\"size\":1}}}}\n");
        Fails(
            _lake.Root,
            $"The log of {Events} names the file {path}, which is outside of the table. TrailLake reads only files below the "
                + "lake's folder.");
    }

    [Fact]
    public void Snapshot_OfAVersionThatIsNotThere() => Assert.Equal(
        $"The table {Events} has no version 5: its newest is 2.",
        Assert.Throws<TrailLakeException>(() => Grow().Snapshot(5)).Message);

    LakeStore Grow()
    {
        var store = _lake.Create();
        LakeFolder.Fill(store, ["a"]).Commit();
        LakeFolder.Fill(store, ["b"]).Commit();
        return store;
    }

    void Fails(string directory, string message)
    {
        var error = Assert.Throws<TrailLakeException>(() => LakeStore.Open(directory, _lake.Format));
        Assert.Equal((ErrorKind.Lake, message), (error.Kind, error.Message));
    }
}
