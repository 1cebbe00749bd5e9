using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using TrailLake.Answers.Coverage;
using TrailLake.Errors;
using TrailLake.Ingest.Repair;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Optimization;
using TrailLake.Maintenance.Verification;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Foreign;

/// <summary>What another engine does to the lake is never called sound, is named, and is taken back from the sources.</summary>
public sealed class ForeignWriteTests : IDisposable
{
    // Lists, times and JSON that are kept in another form than they came, structs without members.
    static readonly string[] s_members =
    [
        "", ",\"serviceEventDetails\":{\"a\":\"\\ud800\"}", ",\"serviceEventDetails\":{\"a\":1,\"a\":2}",
        ",\"serviceEventDetails\":{\"b\":\"x\"}",
        ",\"resources\":[{\"ARN\":\"a\"},{\"accountId\":\"1\"}]", ",\"errorCode\":null", ",\"odd\":[1,{\"x\":\"\\udc00\"}]",
        ",\"tlsDetails\":{}", ",\"additionalEventData\":{\"x\":1e400}",
    ];

    readonly TestLake _lake = new();
    readonly ForeignWriter _other;
    readonly string[] _before;

    public ForeignWriteTests()
    {
        _lake.Put("a.json", Records.File([.. Enumerable.Range(0, 9).Select(i => Records.Of($"e{i}", s_members[i]))]));
        _lake.Put("b.json", Records.File(Records.Of("f0"), Records.Of("f1")));
        _lake.Ingest();
        _other = new ForeignWriter(_lake);
        _before = [.. _lake.Events()];
    }

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Update_IsFoundByTheRowsHashes_AndTakenBack()
    {
        _other.Update("eventID = 'e3'", "eventName='Other'");
        var found = Verify();
        Assert.False(found.IsSound);
        Assert.Equal((1, 1L), (found.RowsChanged, found.ForeignFiles));
        var damage = Assert.Single(found.Damages);
        Assert.Equal(DamageKind.Rows, damage.Kind);
        Assert.Contains("1 of its 11 rows is not what was ingested, by the keyed hashes: e3", damage.Message, StringComparison.Ordinal);
        var commit = Assert.Single(found.ForeignCommits);
        Assert.Equal(
            (ForeignWriter.Engine, "UPDATE", 1, 1, 1, true),
            (commit.Engine, commit.Operation, commit.Added, commit.Removed, commit.Live, commit.ChangesRows));
        Assert.Contains("another program wrote 1 file of events", Note(), StringComparison.Ordinal);
        RepairAll();
    }

    [Theory]
    [InlineData("awsRegion='xx'")]
    [InlineData("eventTime=eventTime + INTERVAL 1 MICROSECOND")]
    [InlineData("userIdentity=NULL")]
    [InlineData("requestParameters='{\"a\":1}'")]
    [InlineData("recordHash=recordHash + 1")]
    [InlineData("recordHash=NULL")]
    [InlineData("eventID='e30'")]
    public void AnyValue_ThatIsChanged_IsFound(string replacement)
    {
        _other.Update("eventID = 'e3'", replacement);
        Assert.Equal(1, Verify().RowsChanged);
        RepairAll();
    }

    [Theory]
    [InlineData("eventID = 'e3'")]
    [InlineData("eventID < 'f'")]
    [InlineData("true")]
    public void Delete_IsFound_AndTakenBack(string where)
    {
        _other.Delete(where);
        var found = Verify();
        Assert.False(found.IsSound);
        Assert.Equal(DamageKind.Removed, Assert.Single(found.Damages).Kind);
        Assert.Empty(found.Mismatches);
        Assert.Contains("that the ledger counts", Note(), StringComparison.Ordinal);
        RepairAll();
    }

    [Fact]
    public void Insert_IsFound_AndTakenOut()
    {
        _other.Insert("new");
        Assert.Equal(1, Verify().RowsChanged);
        RepairAll();
    }

    /// <summary>What is kept beside the record so that other readers can read it: the record's hash cannot tell.</summary>
    [Fact]
    public void DerivedValue_ThatIsChanged_IsFound()
    {
        _other.Update("eventID = 'e1'", "serviceEventDetails='{\"a\":\"other\"}'");
        Assert.Equal(1, Verify().RowsChanged);
        RepairAll();
    }

    [Fact]
    public void Compaction_IsNotSound_ButEachRowIsProven()
    {
        _other.Compact();
        var found = Verify();
        Assert.False(found.IsSound);
        Assert.Equal((0L, 0, 11L, 0L, 11L), (found.RowsChanged, found.Damages.Count, found.RowsCompared, found.RowsUnproven, found.Events));
        Assert.False(Assert.Single(found.ForeignCommits).ChangesRows);
        RepairAll();
    }

    /// <summary>The ledger's tables, too: what they say is made anew from the sources.</summary>
    [Theory]
    [InlineData("objects", "SELECT * REPLACE ('valid' AS verified) FROM {0}")]
    [InlineData("objects", "SELECT * FROM {0} LIMIT 1")]
    [InlineData("rejects", "SELECT * REPLACE ('other' AS reason) FROM {0}")]
    public void LedgerThatIsChanged_IsFound_AndMadeAnew(string table, string select)
    {
        _lake.Put("c.json", Records.File("{\"eventVersion\":\"1.08\",\"eventID\":\"no time\"}"));
        _lake.Ingest();
        _other.RewriteLedger(table, select);
        var found = Verify();
        Assert.Equal((false, 1L, 0L), (found.IsSound, found.ForeignFiles, found.ForeignEventFiles));
        Assert.Equal(DamageKind.Foreign, Assert.Single(found.Damages).Kind);
        Assert.Contains("another program wrote 1 file of the ledger", Note(), StringComparison.Ordinal);
        RepairAll();
        Assert.All(_lake.Ledger(), row => Assert.Null(row.Verified));
    }

    [Fact]
    public void Optimize_MakesNoChangedRowOurs()
    {
        _other.Update("eventID = 'e3'", "eventName='Other'");
        var report = new LakeOptimizer(LakeDamager.Open(_lake.Directory), new OptimizeOptions { Rewrite = true }).Run();
        Assert.Contains("1 rows that are not what was ingested", Assert.Single(report.Left).Reason, StringComparison.Ordinal);
        Assert.Equal(1, Verify().RowsChanged);
    }

    [Fact]
    public void Lake_OfTrailLakeAlone_IsSound_AndEachRowIsCompared()
    {
        string[] times = ["2016-12-31T23:59:60Z", "2024-05-01T10:00:00.5Z", "2024-05-01 10:00:00", "20240501T100000Z",
            "2024-05-01T10:00:00+02:00"];
        _lake.Put("c.json", Records.File(
            [.. times.Select((time, i) => Records.Of($"t{i}").Replace("2024-05-01T10:00:00Z", time, StringComparison.Ordinal))]));
        _lake.Ingest();
        var found = Verify();
        Assert.True(found.IsSound, string.Join('\n', found.Damages.Select(damage => damage.Message)));
        Assert.Equal((16, 0), (found.RowsCompared, found.RowsUnproven));
        Assert.Empty(found.ForeignCommits);
        Assert.Null(Note());
    }

    [Theory]
    [InlineData(3, 7, "deletionVectors", "delta.enableDeletionVectors", false)]
    [InlineData(2, 5, null, "delta.columnMapping.mode", false)]
    [InlineData(1, 7, "rowTracking", "delta.enableRowTracking", true)]
    public void TableThatAnotherEngineMadeUnreadable_SaysWhichAndHow(
        int reader, int writer, string? feature, string property, bool canBeRead)
    {
        var protocol = new JsonObject { ["minReaderVersion"] = reader, ["minWriterVersion"] = writer };
        if (feature is not null)
        {
            protocol["readerFeatures"] = new JsonArray(feature);
            protocol["writerFeatures"] = new JsonArray(feature, "appendOnly", "invariants");
        }

        var newest =
            Directory.GetFiles(Path.Combine(_lake.Directory, "events", "_delta_log"), "*.json").Order(StringComparer.Ordinal).First();
        var metadata =
            JsonNode.Parse(File.ReadLines(newest).First(line => line.Contains("metaData", StringComparison.Ordinal)))!.AsObject();
        metadata["metaData"]!["configuration"]![property] = "on";
        _other.Commit("SET TBLPROPERTIES", [new JsonObject { ["protocol"] = protocol }, metadata]);
        var error = Assert.Throws<TrailLakeException>(() =>
        {
            var store = LakeDamager.Open(_lake.Directory);
            Assert.True(canBeRead);
            store.BeginBatch();
        });
        Assert.Contains(
            $"{ForeignWriter.Engine} asked for {(feature is null ? property + "=on" : $"{feature} ({property}=on)")} in version 2",
            error.Message,
            StringComparison.Ordinal);
    }

    /// <summary>Repairs and rewrites, and checks that all is as it was before.</summary>
    void RepairAll()
    {
        var store = LakeDamager.Open(_lake.Directory);
        using (var sources = new SourceLocator(name => new LocalLogSource(name)))
        {
            new LakeRepair(store, sources).RunAsync(Verify()).GetAwaiter().GetResult();
        }

        new LakeOptimizer(LakeDamager.Open(_lake.Directory), new OptimizeOptions { Rewrite = true }).Run();
        var found = Verify();
        Assert.True(found.IsSound, string.Join('\n', found.Damages.Select(damage => damage.Message).Concat(found.Mismatches)));
        Assert.Equal(_before, _lake.Events());
        Assert.Null(Note());
    }

    LakeVerification Verify() => LakeDamager.Verify(_lake.Directory);

    string? Note()
    {
        using var session = _lake.Open();
        return IntegrityNote.Of(_lake.Snapshot(), session);
    }
}
