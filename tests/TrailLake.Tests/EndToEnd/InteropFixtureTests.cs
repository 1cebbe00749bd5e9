using System;
using System.IO;
using System.Linq;
using TrailLake.Interop;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>The lake that other engines are tried with, and what they have to answer: TrailLake and ClickHouse give it.</summary>
public sealed class InteropFixtureTests(InteropFixtureTests.Fixture fixture) : IClassFixture<InteropFixtureTests.Fixture>
{
    static readonly string s_queries = ProjectFolder.File("tests", "interop", "queries");
    static readonly string s_expected = ProjectFolder.File("tests", "interop", "expected");

    [Fact]
    public void TrailLake_AnswersAsIsExpected()
    {
        var answers = ExpectedAnswers.Of(fixture.Lake, s_queries);
        Assert.Equal(Directory.GetFiles(s_expected).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal), answers.Keys);
        Assert.All(answers, answer => Assert.Equal(Expected(answer.Key), answer.Value));
    }

    [Fact]
    public void Fixture_HoldsWhatItPromises()
    {
        var found = LakeDamager.RequireSound(fixture.Lake);
        Assert.True(found is { Purged: > 0, Rejects: > 0, Copies: > 0, Duplicates: > 0 });
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(fixture.Lake, "events", "_delta_log"), "*.checkpoint.parquet"));
        Assert.All(Expected(ExpectedAnswers.Columns).TrimEnd().Split('\n').Skip(1), line => Assert.NotEqual("0", line.Split(',')[1]));
    }

    public static TheoryData<string> Queries() =>
        [.. Directory.GetFiles(s_queries, "*.sql").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void ClickHouse_AnswersAsIsExpected(string query)
    {
        string tables = string.Join(", ", new[] { "events", "objects", "rejects", "copies" }.Select(
            table => $"{table} AS (SELECT * FROM deltaLakeLocal('{Path.Combine(fixture.Lake, table)}'))"));
        string sql = File.ReadAllText(Path.Combine(s_queries, query + ".sql")).Replace("VARCHAR", "String", StringComparison.Ordinal);
        var rows = ClickHouse.Query(
            fixture.Lake,
            $"WITH {tables} {sql} SETTINGS session_timezone = 'UTC', output_format_json_quote_64bit_integers = 0, "
                + "optimize_functions_to_subcolumns = 0");
        Assert.Equal(Expected(query + ".csv"), ExpectedAnswers.Csv(rows.Select(row => row.EnumerateObject()
            .Select(value => value.Value.ValueKind == System.Text.Json.JsonValueKind.Null ? null : value.Value.ToString()).ToArray())));
    }

    [Fact]
    public void ClickHouse_ReadsEveryColumn()
    {
        var leaves = CloudTrailSchema.Leaves.Where(leaf => leaf.Id != FieldId.RecordHash).ToList();
        var expected = Expected(ExpectedAnswers.Columns).TrimEnd().Split('\n').Skip(1).ToList();
        Assert.Equal(leaves.Count, expected.Count);
        var rows = ClickHouse.Query(
            fixture.Lake,
            $"SELECT {string.Join(", ", leaves.Select((leaf, i) => $"{Expression(leaf)} AS c{i}"))} FROM (SELECT * FROM "
                + $"deltaLakeLocal('{Path.Combine(fixture.Lake, "events")}')) ORDER BY sourceObject, sourceIndex SETTINGS "
                + "optimize_functions_to_subcolumns = 0");
        var found = leaves.Select((leaf, i) => ColumnHash.Of(rows.Select(row => row.GetProperty($"c{i}").GetString()!)));
        Assert.Equal(expected.Select(line => line.Split(',')[2]), found);
    }

    // In ClickHouse's words what ColumnHash says in DuckDB's.
    static string Expression(ColumnSpec leaf)
    {
        if (leaf.MaxRepetition > 0)
        {
            return $"concat('[', arrayStringConcat(arrayMap(r -> ifNull(hex(tupleElement(r, '{leaf.Name}')), '-'), resources), ';'), ']')";
        }

        string text = leaf.Kind switch
        {
            ColumnKind.Timestamp => $"toString(toUnixTimestamp64Micro({leaf.Path}))",
            ColumnKind.Text or ColumnKind.Json => leaf.Path,
            _ => $"toString({leaf.Path})",
        };
        return $"ifNull(hex({text}), '-')";
    }

    static string Expected(string name) => File.ReadAllText(Path.Combine(s_expected, name));

    public sealed class Fixture : IDisposable
    {
        readonly TempFolder _folder = new();

        public Fixture()
        {
            Lake = Path.Combine(_folder.Path, "lake");
            FixtureLake.Make(Lake);
        }

        public string Lake { get; }

        public void Dispose() => _folder.Dispose();
    }
}
