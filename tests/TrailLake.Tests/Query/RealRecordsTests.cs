using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Answers.Lookups;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Parquet;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Values;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query;

/// <summary>From delivered file to lake to question: what the data's README says must come out, and every record whole.</summary>
public sealed class RealRecordsTests
{
    [Theory]
    [InlineData("invictus", 2900, 0)]
    [InlineData("grycap", 142, 1)]
    [InlineData("stratus", 8, 0)]
    public async Task EveryRecord_IsRebuiltAsItWasDelivered(string name, int events, int rejectedFiles)
    {
        var (folder, session) = await IngestAsync(name);
        using (folder)
        using (session)
        {
            var delivered = Delivered(name);
            var rows = EventSearch.All(session).ToList();
            Assert.Equal(events, rows.Count);
            Assert.Equal(events, rows.Select(row => (row.SourceObject, row.SourceIndex)).Distinct().Count());
            foreach (var row in rows)
            {
                var record = delivered[(Path.GetFileName(new Uri(row.SourceObject).LocalPath), row.SourceIndex)];
                var rebuilt = Rebuild(row.Row);
                Assert.True(JsonNode.DeepEquals(record, rebuilt), $"{row.SourceObject} record {row.SourceIndex}:\n{record}\n{rebuilt}");
            }

            Assert.Equal(
                rejectedFiles.ToString(),
                Scalar(session, "SELECT count(DISTINCT sourceObject) FROM rejects WHERE sourceObject LIKE '%.json'"));
            Assert.Equal("true", Scalar(session, "SELECT bool_and(records = events + duplicates + rejects) FROM objects"));
        }
    }

    [Fact]
    public async Task Invictus_AnswersWhatItsReadmeSays()
    {
        var (folder, session) = await IngestAsync("invictus");
        using (folder)
        using (session)
        {
            Assert.Equal("2900", Scalar(session, "SELECT count(DISTINCT eventID) FROM events"));
            Assert.Equal("260", Scalar(session, "SELECT count(DISTINCT eventName) FROM events"));
            Assert.Equal("42", Scalar(session, "SELECT count(*) FROM events WHERE userIdentity.type IS NULL"));
            Assert.Equal(
                "133", Scalar(session, "SELECT count(DISTINCT userIdentity.accessKeyId) FROM events WHERE userIdentity.accessKeyId <> ''"));
            Assert.Equal("123837392027", Scalar(session, "SELECT DISTINCT account FROM events"));
            Assert.Equal("2023-07-10", Scalar(session, "SELECT DISTINCT date FROM events"));
            Assert.Equal("55", Scalar(session, "SELECT count(*) FROM objects WHERE uri LIKE '%.json'"));
            (string Name, string Count)[] names =
            [
                ("StopLogging", "3"), ("DeleteTrail", "3"), ("DeleteFlowLogs", "1"), ("ModifySnapshotAttribute", "2"),
                ("ModifyImageAttribute", "2"),
                ("PutBucketPolicy", "3"), ("ConsoleLogin", "2"),
            ];
            Assert.All(
                names, pair => Assert.Equal(pair.Count, Scalar(session, $"SELECT count(*) FROM events WHERE eventName = '{pair.Name}'")));
            (string Code, string Count)[] codes = [("ThrottlingException", "102"), ("Client.UnauthorizedOperation", "44"),
                ("AccessDenied", "16")];
            Assert.All(
                codes, pair => Assert.Equal(pair.Count, Scalar(session, $"SELECT count(*) FROM events WHERE errorCode = '{pair.Code}'")));
            Assert.Equal("1", Scalar(
                session, "SELECT count(*) FROM events WHERE eventName = 'ConsoleLogin' AND (additionalEventData->>'$.MFAUsed') = 'No'"));
        }
    }

    [Fact]
    public async Task WrittenLake_AndEmptyLake_HaveTheSameColumns()
    {
        var (folder, session) = await IngestAsync("grycap");
        using var empty = new QueryLake();
        using (folder)
        using (session)
        using (var other = empty.Open())
        {
            foreach (var view in new[] { "events", "events_raw", "objects", "rejects" })
            {
                Assert.Equal(Describe(other, view), Describe(session, view));
            }
        }
    }

    static async Task<(TempFolder Folder, SqlSession Session)> IngestAsync(string name)
    {
        var folder = new TempFolder();
        var store = LakeStore.OpenOrCreate(Path.Combine(folder.Path, "lake"), new ParquetLakeFormat());
        await new IngestPipeline(store, new LocalLogSource(Path.Combine(SharedData.Folder, name))).RunAsync();
        return (folder, SqlSession.Open(LakeFiles.Of(store.Directory, store.Snapshot())));
    }

    static Dictionary<(string File, long Index), JsonNode?> Delivered(string name)
    {
        var records = new Dictionary<(string, long), JsonNode?>();
        foreach (var file in SharedData.LogFiles(name))
        {
            var root = JsonNode.Parse(File.ReadAllText(file));
            var array = root as JsonArray ?? root!["Records"]!.AsArray();
            for (var i = 0; i < array.Count; i++)
            {
                records.Add((Path.GetFileName(file), i), array[i]);
            }
        }

        return records;
    }

    static JsonNode? Rebuild(JsonElement row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
        {
            RecordRebuilder.Write(row, writer);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }

    static string? Scalar(SqlSession session, string sql)
    {
        using var result = session.Query(sql);
        return Assert.Single(result.ReadAll())[0];
    }

    static string[] Describe(SqlSession session, string view)
    {
        using var result = session.Query("DESCRIBE " + view);
        return [.. result.ReadAll().Select(row => row[0] + " " + row[1])];
    }
}
