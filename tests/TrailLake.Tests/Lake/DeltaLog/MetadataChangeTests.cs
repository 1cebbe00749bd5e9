using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;
using Xunit;

namespace TrailLake.Tests.Lake.DeltaLog;

/// <summary>A lake whose table lacks a column gets it with the next data files, whatever other writers do meanwhile.</summary>
public sealed class MetadataChangeTests : IDisposable
{
    const string Smaller =
        """{"type":"struct","fields":[{"name":"eventID","type":"string","nullable":true,"metadata":{"comment":"theirs"}},{"name":"date","type":"date","nullable":true,"metadata":{}},{"name":"account","type":"string","nullable":true,"metadata":{}}]}""";

    readonly LakeFolder _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Batch_BringsTheColumnsAlong_OnceAndForAll()
    {
        var store = Old();
        using (var batch = LakeFolder.Fill(store, ["a"]))
        {
            batch.Commit();
        }

        using (var batch = LakeFolder.Fill(store, ["b"]))
        {
            batch.Commit();
        }

        Assert.Equal([true, true, false], Changes());
        Assert.Contains("\"delivered\"", store.Snapshot().Metadata.SchemaString, StringComparison.Ordinal);
        Assert.Contains("\"theirs\"", store.Snapshot().Metadata.SchemaString, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherWritersChange_IsKept()
    {
        var store = Old();
        using var batch = LakeFolder.Fill(store, ["a"]);
        store.Fault = step =>
        {
            // Between our look at the table and our commit.
            if (step == CommitStep.RejectsCommitted)
            {
                store.Fault = null;
                Commit(store, store.Snapshot().Metadata with { Configuration = new Dictionary<string, string> { ["theirs"] = "kept" } });
            }
        };
        batch.Commit();
        var metadata = _lake.Create().Snapshot().Metadata;
        Assert.Equal("kept", metadata.Configuration["theirs"]);
        Assert.Contains("\"delivered\"", metadata.SchemaString, StringComparison.Ordinal);
    }

    [Fact]
    public void WritersAtOnce_EndWithOneTable()
    {
        var store = Old();
        var batches = Enumerable.Range(0, 6).Select(i => LakeFolder.Fill(_lake.Create(), [$"o{i}"])).ToList();
        System.Threading.Tasks.Parallel.ForEach(batches, batch =>
        {
            batch.Commit();
            batch.Dispose();
        });
        Assert.Equal(6, _lake.Events().Length);
        Assert.Null(TableSchemas.WithAllColumns(_lake.Create().Snapshot().Metadata));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"type":"struct"}""")]
    [InlineData("""{"type":"struct","fields":{}}""")]
    [InlineData("""{"type":"struct","fields":["x"]}""")]
    public void SchemaThatIsNotUnderstood_IsNotTouched(string schema) =>
        Assert.Null(TableSchemas.WithAllColumns(new MetadataAction("i", "events", schema, [], new Dictionary<string, string>(), 1)));

    [Fact]
    public void NewLake_HasThemAll()
    {
        Assert.Null(TableSchemas.WithAllColumns(_lake.Create().Snapshot().Metadata));
    }

    LakeStore Old()
    {
        var store = _lake.Create();
        Commit(store, store.Snapshot().Metadata with { SchemaString = Smaller });
        return store;
    }

    // As another program: this store's table does not know of it.
    static void Commit(LakeStore store, MetadataAction metadata) =>
        new DeltaTable(store.Storage, "events", (_, _) => null).Append(store.Snapshot().Version, [metadata]);

    // For each commit whether it changes the metadata.
    IEnumerable<bool> Changes() => Directory.GetFiles(_lake.Log, "*.json").Order(StringComparer.Ordinal).Skip(1)
        .Select(path => ActionReader.ReadCommit(FolderStorage.FileAt(path)).Any(action => action is MetadataAction));
}
