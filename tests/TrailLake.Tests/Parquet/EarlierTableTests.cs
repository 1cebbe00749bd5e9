using System;
using System.Linq;
using System.Text.Json;
using TrailLake.Parquet;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>Small files that an earlier version wrote through Parquet.Net are read, and today's say the same to DuckDB.</summary>
public sealed class EarlierTableTests : IDisposable
{
    const string Checkpoint = "00000000000000000010.checkpoint.parquet";

    readonly TempFolder _folder = new();
    readonly ParquetLakeFormat _format = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Objects_AreRead() => Assert.Equal(EarlierTableRows.Objects, _format.ReadObjects(Earlier("objects.parquet")));

    [Fact]
    public void Rejects_AreRead() =>
        Assert.Equal(EarlierTableRows.Rejects.Select(Json), _format.ReadRejects(Earlier("rejects.parquet")).Select(Json));

    [Fact]
    public void Copies_AreRead() => Assert.Equal(EarlierTableRows.Copies, _format.ReadCopies(Earlier("copies.parquet")));

    [Fact]
    public void Checkpoint_IsRead() =>
        Assert.Equal(EarlierTableRows.Checkpoint.Select(Json), _format.ReadCheckpoint(Earlier(Checkpoint)).Select(Json));

    [Theory]
    [InlineData("objects.parquet")]
    [InlineData("rejects.parquet")]
    [InlineData("copies.parquet")]
    [InlineData(Checkpoint)]
    public void TodaysFile_HasTheSameSchemaAndRows(string name)
    {
        string path = _folder.File(name);
        _format.WriteObjects(_folder.File("objects.parquet"), EarlierTableRows.Objects);
        _format.WriteRejects(_folder.File("rejects.parquet"), EarlierTableRows.Rejects);
        _format.WriteCopies(_folder.File("copies.parquet"), EarlierTableRows.Copies);
        _format.WriteCheckpoint(_folder.File(Checkpoint), EarlierTableRows.Checkpoint);
        string schema = "SELECT name, type, repetition_type, num_children, converted_type, logical_type FROM parquet_schema('{0}')";
        string rows = "SELECT to_json(t)::VARCHAR FROM '{0}' t";
        foreach (string sql in (string[])[schema, rows])
        {
            var earlier = DuckDb.Query(string.Format(null, sql, Earlier(name)));
            Assert.NotEmpty(earlier);
            Assert.Equal(earlier, DuckDb.Query(string.Format(null, sql, path)));
        }
    }

    static string Earlier(string name) => ProjectFolder.File("tests", "TrailLake.Tests", "Lakes", "parquet-net", name);

    static string Json(object row) => JsonSerializer.Serialize(row);
}
