using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Parquet;
using TrailLake.DeltaLog;
using TrailLake.Parquet;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>Bounds in the files of ledger, rejects and checkpoints are those of the values: engines leave out row groups by them.</summary>
public sealed class RowBoundsTests : IDisposable
{
    static readonly DateTime s_time = new(2026, 3, 1, 12, 30, 15, 123, 456, DateTimeKind.Utc);

    // By UTF-16, the second is less than the first; by bytes, and so in Parquet, greater.
    const string PrivateUse = "s3://b/\uE000";
    const string Emoji = "s3://b/\U0001F600";

    readonly TempFolder _folder = new();
    readonly ParquetLakeFormat _format = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("deliveryTime")]
    [InlineData("lastModified")]
    [InlineData("firstEventTime")]
    [InlineData("lastEventTime")]
    [InlineData("ingestedAt")]
    public void Ledger_IsFoundByItsTimes(string column) => AssertFoundByTime(WriteLedger(), column);

    [Fact]
    public void Rejects_AreFoundByTheirTime()
    {
        string path = _folder.File("rejects.parquet");
        _format.WriteRejects(path, [.. Enumerable.Range(0, 3).Select(i => new RejectRow
        {
            SourceObject = "s3://b/k", SourceIndex = i, Reason = "not-json", Message = "m", Content = [1], RejectedAt = s_time.AddDays(i),
            Batch = "b",
        })]);
        AssertFoundByTime(path, "rejectedAt");
    }

    [Fact]
    public void Ledger_TextIsBoundByBytes()
    {
        string path = WriteLedger();
        foreach (string uri in (string[])[PrivateUse, Emoji])
        {
            Assert.Equal(1L, DuckDb.Scalar<long>($"SELECT count(*) FROM '{path}' WHERE uri = '{uri}'"));
        }

        Assert.Equal(1L, DuckDb.Scalar<long>($"SELECT count(*) FROM '{path}' WHERE uri > '{PrivateUse}'"));
    }

    [Fact]
    public async Task Ledger_EveryColumnsBoundsHoldItsValues()
    {
        string path = WriteLedger();
        var bounds = await BoundsAsync(path);
        Assert.Equal(25, bounds.Count);
        foreach (var (column, (min, max, nulls)) in bounds)
        {
            string value = Plain(path, column);
            var row = DuckDb.Query($"SELECT min({value})::VARCHAR, max({value})::VARCHAR, count(*) - count(\"{column}\") FROM '{path}'")[0];
            Assert.Equal((column, (string?)row[0], (string?)row[1], (long?)row[2]), (column, min, max, nulls));
        }
    }

    [Fact]
    public async Task Ledger_LongTextIsCutToBoundsThatHoldIt()
    {
        string path = _folder.File("long.parquet");
        _format.WriteObjects(path, [Row("s3://b/" + new string('é', 500_000), s_time)]);
        var (min, max, _) = (await BoundsAsync(path))["uri"];
        Assert.InRange(Encoding.UTF8.GetByteCount(min!), 1, 64);
        Assert.InRange(Encoding.UTF8.GetByteCount(max!), 1, 64);
        Assert.Equal(1L, DuckDb.Scalar<long>($"SELECT count(*) FROM '{path}' WHERE uri >= '{min}' AND uri < '{max}' AND uri LIKE '%é'"));
    }

    [Fact]
    public async Task Checkpoint_BoundsHoldItsValues()
    {
        string path = _folder.File("00000000000000000010.checkpoint.parquet");
        var empty = new Dictionary<string, string?>();
        _format.WriteCheckpoint(path, [
            new AddAction("a/" + Emoji, empty, 7, 1_772_368_215_123, true, null, null),
            new AddAction("a/" + PrivateUse, empty, 9, 1_772_368_215_124, true, null, null),
            new TxnAction("b", 3, 1_772_368_215_125),
        ]);
        var bounds = await BoundsAsync(path);
        Assert.Equal(("a/" + PrivateUse, "a/" + Emoji, 1L), bounds["add.path"]);
        Assert.Equal(("7", "9", 1L), bounds["add.size"]);
        Assert.Equal(("1772368215123", "1772368215124", 1L), bounds["add.modificationTime"]);
        Assert.Equal(("1772368215125", "1772368215125", 2L), bounds["txn.lastUpdated"]);
        Assert.Equal(2L, DuckDb.Scalar<long>($"SELECT count(*) FROM '{path}' WHERE add.modificationTime >= 1772368215123"));
    }

    string WriteLedger()
    {
        string path = _folder.File("objects.parquet");
        _format.WriteObjects(
            path, [Row(PrivateUse, s_time), Row(Emoji, s_time.AddDays(1)), Row("s3://a", s_time.AddDays(2)) with { DeliveryTime = null }]);
        return path;
    }

    static ObjectRow Row(string uri, DateTime time) => new()
    {
        Uri = uri,
        ETag = "e",
        Kind = "CloudTrail",
        DeliveryTime = time,
        LastModified = time,
        FirstEventTime = time,
        LastEventTime = time,
        Size = time.Day,
        IngestedAt = time,
        Version = "0.1.0",
        Batch = "b",
    };

    static void AssertFoundByTime(string path, string column)
    {
        var (least, most) = (s_time.AddMicroseconds(-1), s_time.AddDays(3));
        long all = DuckDb.Scalar<long>($"SELECT count(\"{column}\") FROM '{path}'");
        Assert.True(all > 1);
        Assert.Equal(all, Count($"> {Literal(least)}"));
        Assert.Equal(all - 1, Count($"> {Literal(s_time)}"));
        Assert.Equal(1, Count($"= {Literal(s_time)}"));
        Assert.Equal(all, Count($"< {Literal(most)}"));
        Assert.Equal(0, Count($"< {Literal(s_time)}"));
        Assert.Equal(0, Count($"> {Literal(most)}"));

        long Count(string condition) => DuckDb.Scalar<long>($"SELECT count(*) FROM '{path}' WHERE \"{column}\" {condition}");
    }

    static string Literal(DateTime time) =>
        string.Create(CultureInfo.InvariantCulture, $"TIMESTAMPTZ '{time:yyyy-MM-dd HH:mm:ss.ffffff}+00'");

    // What a column's bounds stand for, computed from its values: without a predicate, no bounds are asked.
    static string Plain(string path, string column) =>
        (string)DuckDb.Query($"SELECT typeof(\"{column}\") FROM '{path}' LIMIT 1")[0][0]! == "TIMESTAMP WITH TIME ZONE"
            ? $"epoch_us(\"{column}\" + INTERVAL 0 SECOND)"
            : $"(\"{column}\" || '')";

    static async Task<Dictionary<string, (string? Min, string? Max, long? Nulls)>> BoundsAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        Assert.Equal(reader.Schema.DataFields.Length, reader.Metadata!.ColumnOrders!.Count);
        var chunks = reader.Metadata.RowGroups.Single().Columns.Select(chunk => chunk.MetaData!);
        return chunks.ToDictionary(
            chunk => string.Join('.', chunk.PathInSchema),
            chunk =>
                (Text(chunk.Type, chunk.Statistics!.MinValue), Text(chunk.Type, chunk.Statistics.MaxValue), chunk.Statistics.NullCount));
    }

    static string? Text(global::Parquet.Meta.Type type, byte[]? bound) => bound is null ? null
        : type == global::Parquet.Meta.Type.INT64
            ? BitConverter.ToInt64(bound).ToString(CultureInfo.InvariantCulture)
            : Encoding.UTF8.GetString(bound);
}
