using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DuckDB.NET.Data;
using TrailLake.Answers.Questions;
using TrailLake.Columns;
using TrailLake.DeltaLog;
using TrailLake.Parquet;
using TrailLake.Storage;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.EndToEnd;

/// <summary>
/// A lake of an earlier version holds JSON as it was delivered, half of a surrogate pair among it, and no column <c>delivered</c>: its
/// views show what a lake of this version holds, alone and together with new files.
/// </summary>
public sealed class EarlierJsonTests : IDisposable
{
    const string OddNote = "holiday \ufffd";
    const string OddDelivered =
        """{"requestParameters":"{\"note\":\"holiday \\ud83d\"}","unmapped":"{\"vendorNote\":\"holiday \\ud83d\"}"}""";

    readonly FirstFormatLake _old = new();

    TestLake Lake => _old.Lake;

    public void Dispose() => _old.Dispose();

    [Fact]
    public void Views_ShowReadableJson_AndWhatWasDelivered()
    {
        foreach (string view in (string[])["events", "events_raw", "events_files", "events_with('111122223333')",
            "events_with('444455556666')"])
        {
            var rows = Lake.Query(
                $"SELECT requestParameters->>'note', unmapped->>'vendorNote', delivered FROM {view} WHERE delivered IS NOT NULL");
            Assert.All(rows, row => Assert.Equal([OddNote, OddNote, OddDelivered], row));
            Assert.True(rows.Count == 1 || view.Contains("1111", StringComparison.Ordinal), view);
            Lake.Query(
                $"SELECT count(json_keys(requestParameters)), count(json_structure(unmapped)), count(responseElements->>'a'), "
                    + $"count(additionalEventData::JSON) FROM {view}");
        }
    }

    [Fact]
    public async Task EveryQuestionAndCommand_Answers()
    {
        string[][] commands =
        [
            .. QuestionCatalog.Load().Questions.Select(question => new[] { "ask", question.Name }), ["who", "ana"], ["who", "rosa"],
            ["who", "--all"], ["timeline", "444455556666", "--reads"],
            ["chart", "--by", "call"], ["lookup", "--attribute", "EventName=PutItem"],
            ["lookup", "--attribute", "ResourceName=payroll-archive"], ["coverage"],
            ["query", "SELECT * FROM aws_cloudtrail_log"], ["query", "SELECT json_extract_scalar(unmapped, '$.vendorNote') FROM events"],
        ];
        foreach (var command in commands)
        {
            var run = await CommandRun.OfAsync([.. command, "--lake", Lake.Directory]);
            Assert.True(run.Exit is 0 or 1, $"{string.Join(' ', command)}: {run.Error}");
        }

        var found = JsonNode.Parse(
            (await CommandRun.OfAsync("lookup", "--attribute", "EventName=PutItem", "--lake", Lake.Directory)).Out)!["Events"]!.AsArray();
        Assert.Contains(
            found, one => ((string)one!["CloudTrailEvent"]!).Contains("\"vendorNote\":\"holiday \\ud83d\"", StringComparison.Ordinal));
    }

    [Fact]
    public void TextThatTheViewsShow_IsFound() =>
        Assert.Equal(OddNote, Lake.Scalar($"SELECT requestParameters->>'note' FROM events_with('{OddNote}')"));

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "x")] // a new file before the old ones
    [InlineData("2026-03-02T23:00:00Z", "x")]
    [InlineData("2026-03-02T23:00:00Z", "half \\ud83d")]
    [InlineData("2027-01-01T00:00:00Z", "half \\ud83d")]
    public void FilesOfBothVersions_AreOneLake(string time, string text)
    {
        var before = Lake.Rebuild();
        var readable = text.Replace("\\ud83d", "\ufffd", StringComparison.Ordinal);
        Ingest("new", time, text);
        Assert.Equal(62, Lake.Count("SELECT count(*) FROM events"));
        Assert.Equal(text == readable ? 1 : 2, Lake.Count("SELECT count(delivered) FROM events"));
        Assert.Equal(readable, Lake.Scalar("SELECT additionalEventData->>'v' FROM events WHERE eventID = 'new'"));
        Assert.Equal(readable, Lake.Scalar("SELECT additionalEventData->>'v' FROM events_with('new') WHERE eventID = 'new'"));
        Assert.Equal("eve", Lake.Scalar("SELECT userIdentity.userName FROM events_raw WHERE eventID = 'new'"));
        Assert.Equal(
            OddNote, Lake.Scalar("SELECT requestParameters->>'note' FROM events WHERE eventName = 'PutItem' AND delivered IS NOT NULL"));
        var after = Lake.Rebuild();
        Assert.Equal(62, after.Count);
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
        Assert.Contains(after.Values, record => record.Contains($"\"v\":\"{text}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_ShowsThemToAnyDuckDB()
    {
        Ingest("new", "2026-03-02T23:00:00Z", "half \\ud83d");
        using var folder = new TempFolder();
        var (script, database) = (folder.File("a.sql"), folder.File("a.duckdb"));
        var run = await CommandRun.OfAsync("connect", "--lake", Lake.Directory, "--script", script, "--database", database);
        Assert.True(run.Exit == 0, run.Error);
        const string Query = "SELECT string_agg(concat_ws(' ', requestParameters->>'note', unmapped->>'vendorNote', "
            + "additionalEventData->>'v'), '|' ORDER BY eventTime) FROM events WHERE delivered IS NOT NULL";
        foreach (var (source, setup) in new[] { (":memory:", File.ReadAllText(script)), (database, "SET TimeZone = 'UTC'") })
        {
            using var connection = new DuckDBConnection($"Data Source={source}");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = setup;
            command.ExecuteNonQuery();
            command.CommandText = Query;
            Assert.Equal($"{OddNote} {OddNote}|half \ufffd", command.ExecuteScalar());
        }
    }

    [Fact]
    public void RowsThatAreWrittenAnew_AreAsThisVersionWritesThem()
    {
        using var folder = new TempFolder();
        var format = new ParquetLakeFormat();
        var converted = new Dictionary<string, int>();
        foreach (var file in Lake.Snapshot().Files)
        {
            var batch = new ColumnBatch();
            using var reader = format.OpenSegment(file.Path);
            for (int group = 0; group < reader.RowGroups; group++)
            {
                // A row that is left out does not shift the others.
                reader.Read(group, batch, []);
                reader.Read(group, batch, [.. Enumerable.Repeat(true, 1), .. Enumerable.Repeat(false, reader.Rows(group) - 1)]);
            }

            batch.Seal();
            var path = folder.File($"{Path.GetFileName(file.Path)}");
            using var writer = format.CreateSegment(path);
            writer.WriteRowGroup(batch);
            var summary = writer.Complete();
            foreach (var row in DuckDb.Query(
                $"SELECT requestParameters->>'note', unmapped->>'vendorNote', delivered FROM read_parquet('{path}') WHERE delivered IS "
                    + "NOT NULL OR contains(unmapped, 'vendorNote')"))
            {
                Assert.Equal([OddNote, OddNote, OddDelivered], row);
                converted[path] = converted.GetValueOrDefault(path) + 1;
            }

            Assert.Equal(converted.GetValueOrDefault(path), summary.DeliveredRows);
        }

        Assert.Equal(2, Assert.Single(converted).Value);
    }

    [Fact]
    public void FirstCommitOfThisVersion_AddsTheColumnToTheTable_AndLaterOnesDoNot()
    {
        Assert.DoesNotContain("\"delivered\"", Metadata().SchemaString, StringComparison.Ordinal);
        var before = Metadata();
        Ingest("new", "2026-03-02T23:00:00Z", "half \\ud83d");
        var after = Metadata();
        Assert.Equal((before.Id, before.Name, before.CreatedTime), (after.Id, after.Name, after.CreatedTime));
        var fields = JsonNode.Parse(after.SchemaString)!["fields"]!.AsArray().Select(field => (string)field!["name"]!).ToList();
        Assert.Equal(
            [.. JsonNode.Parse(before.SchemaString)!["fields"]!.AsArray().Select(field => (string)field!["name"]!), "delivered"], fields);
        Ingest("newer", "2026-03-02T23:00:01Z", "x");
        Assert.Equal(2, Commits().Count(path => File.ReadAllText(path).Contains("\"metaData\"", StringComparison.Ordinal)));

        // The action stands in the commit that brings the first file with the column.
        var changed = ActionReader.ReadCommit(FolderStorage.FileAt(
            Commits().Last(path => File.ReadAllText(path).Contains("\"metaData\"", StringComparison.Ordinal))));
        Assert.Contains(changed, action => action is AddAction { Tags: { } tags } && tags["delivered"] == "1");
    }

    [Fact]
    public void DeltaKernel_SeesTheColumn()
    {
        Ingest("new", "2026-03-02T23:00:00Z", "half \\ud83d");
        var rows = ClickHouse.Query(
            Path.GetDirectoryName(Lake.Directory)!,
            $"SELECT eventID, delivered FROM deltaLakeLocal('{Path.Combine(Lake.Directory, "events")}') WHERE delivered IS NOT NULL");
        Assert.Equal("new", Assert.Single(rows).GetProperty("eventID").GetString());
    }

    MetadataAction Metadata() => Lake.Snapshot().Metadata;

    string[] Commits() =>
        [.. Directory.GetFiles(Path.Combine(Lake.Directory, "events", "_delta_log"), "*.json").Order(StringComparer.Ordinal)];

    void Ingest(string id, string time, string text)
    {
        Lake.Put($"{id}.json", Records.File(Records.Of(id, $",\"additionalEventData\":{{\"v\":\"{text}\"}}").Replace(
            "2024-05-01T10:00:00Z", time, StringComparison.Ordinal)));
        Lake.Ingest();
    }
}
