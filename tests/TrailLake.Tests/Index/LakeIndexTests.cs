using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TrailLake.Answers.Lookups;
using TrailLake.Generator.Archives;
using TrailLake.Index;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Parquet;
using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Query.Values;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Index;

public sealed class LakeIndexTests
{
    static readonly (string Column, IndexPlaces Place)[] s_texts =
    [
        ("requestParameters", IndexPlaces.Request), ("responseElements", IndexPlaces.Response),
        ("additionalEventData", IndexPlaces.Details), ("serviceEventDetails", IndexPlaces.Details),
    ];

    [Theory]
    [InlineData("invictus")]
    [InlineData("grycap")]
    [InlineData("stratus")]
    public async Task EveryValueOfTheRealRecords_IsFoundInItsFile(string name)
    {
        using var lake = await RecordsLake.OfSharedDataAsync(name);
        Assert.True(CheckEveryValue(lake.Directory) > 100);
    }

    [Fact]
    public async Task EveryValueOfGeneratedRecords_IsFoundInItsFile()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 4_000, seed: 6);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        Assert.True(CheckEveryValue(lake.Directory) > 10_000);
    }

    [Fact]
    public async Task AValueThatIsNowhere_ExcludesEveryFile()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 2_000, seed: 7);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        var snapshot = Snapshot(lake.Directory);
        using var index = LakeIndex.Open(lake.Directory);
        var query = new IndexQuery().Value("AKIANOSUCHKEY0000000").Text("AKIANOSUCHKEY0000000");
        Assert.All(snapshot.Files, file => Assert.Equal(IndexPlaces.None, index.Find(file, query)));
    }

    [Theory]
    [InlineData("", ",\"requestID\":\"{0}\"", IndexPlaces.Ids)]
    [InlineData("", ",\"sharedEventID\":\"{0}\"", IndexPlaces.Ids)]
    [InlineData("\"userName\":\"{0}\"", "", IndexPlaces.Columns)]
    [InlineData("", ",\"sourceIPAddress\":\"{0}\"", IndexPlaces.Columns)]
    [InlineData("", ",\"resources\":[{\"ARN\":\"arn:aws:iam::111111111111:role/{0}\"}]", IndexPlaces.Resources)]
    [InlineData("", ",\"requestParameters\":{\"a\":[\"{0}\"]}", IndexPlaces.Request)]
    [InlineData("", ",\"responseElements\":{\"a\":[\"{0}\"]}", IndexPlaces.Response)]
    [InlineData("", ",\"additionalEventData\":{\"a\":[\"{0}\"]}", IndexPlaces.Details)]
    [InlineData("", ",\"serviceEventDetails\":{\"a\":[\"{0}\"]}", IndexPlaces.Details)]
    public async Task AValue_IsFoundInItsOwnPlaceAlone(string identity, string more, object expectedValue)
    {
        var expected = (IndexPlaces)expectedValue;
        const string Value = "a-value-to-find";
        var record = $$"""
            {"eventVersion":"1.08","userIdentity":{"type":"IAMUser"{{(identity.Length == 0 ? "" : ",")}}{{identity}}},"eventTime":"2026-03-01T10:00:00Z",
            "eventSource":"s3.amazonaws.com","eventName":"PutObject","eventID":"e"{{more}},"recipientAccountId":"111111111111"}
            """.Replace("{0}", Value, StringComparison.Ordinal);
        using var lake = await RecordsLake.OfRecordsAsync([record]);
        using var index = LakeIndex.Open(lake.Directory);
        var file = Assert.Single(Snapshot(lake.Directory).Files);
        var query = new IndexQuery().Name(Value).NameInTexts(Value);
        Assert.Equal(expected, index.Find(file, query));
        Assert.Equal(IndexPlaces.None, index.Find(file, query, IndexPlaces.All & ~expected));
        Assert.True(index.CanHold(file, query));
        Assert.False(index.CanHold(file, new IndexQuery().Name("another").NameInTexts("another")));
    }

    [Fact]
    public async Task Terms_ThatWereNeverAdded_AreTakenForPresentOnceIn65536()
    {
        // 18 bits a term buy that: a coarser filter would open files for nothing.
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 3_000, seed: 8);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        var file = Snapshot(lake.Directory).Files.MaxBy(file => file.Rows)!;
        using var index = LakeIndex.Open(lake.Directory);
        var found = Enumerable.Range(0, 50_000).Count(i => index.Find(file, new IndexQuery().Value($"absent-{i}")) != IndexPlaces.None);
        Assert.InRange(found, 0, 12);
    }

    [Fact]
    public async Task TheIndexRebuiltFromParquet_SaysTheSame()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 2_000, seed: 9);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        var written = Terms(lake.Directory);
        Directory.Delete(Path.Combine(lake.Directory, "events", "_needles"), recursive: true);
        var store = LakeStore.Open(lake.Directory, new ParquetLakeFormat());
        var report = IndexMaintenance.Run(store);
        Assert.Equal(store.Snapshot().Files.Count, report.Rebuilt);
        Assert.Equal(written, Terms(lake.Directory));
        CheckEveryValue(lake.Directory);
        Assert.Null(IndexMaintenance.Run(store).IndexFile);
    }

    [Fact]
    public void ManySmallIndexFiles_AreJoined_AndTheOldOnesSwept()
    {
        using var lake = new TestLake();
        for (var i = 0; i < 12; i++)
        {
            lake.Put($"{i}.json", ObjectOf(IndexRecord.Of($"key{i}", "{}")));
            lake.Ingest();
        }

        var store = LakeStore.Open(lake.Directory, new ParquetLakeFormat());
        var report = IndexMaintenance.Run(store);
        Assert.Equal((12, 0), (report.Copied, report.Rebuilt));
        Assert.Equal(
            12, new LakeSweep(store).Run(TimeSpan.FromSeconds(-5)).Count(path => path.EndsWith(".needles", StringComparison.Ordinal)));
        Assert.Equal(report.IndexFile, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(report.IndexFile)!)));
        CheckEveryValue(lake.Directory);
        Assert.Empty(new LakeSweep(store).Run(TimeSpan.FromSeconds(-5)));
    }

    [Theory]
    [InlineData("01a22709ece97bc4ba3e187fe290eadc.needles.tmp")]
    [InlineData("needles-01a22709ece97bc4ba3e187fe290eadc.tmp")]
    public void WhatAWriterThatBrokeOffLeft_IsSwept(string name)
    {
        using var lake = new TestLake();
        lake.Put("0.json", ObjectOf(IndexRecord.Of("key", "{}")));
        lake.Ingest();
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(lake.Directory, "events", "_staging")).FullName, name);
        File.WriteAllText(left, "TLNEEDL4");
        Assert.Equal([left], new LakeSweep(LakeStore.Open(lake.Directory, new ParquetLakeFormat())).Run(TimeSpan.FromSeconds(-5)));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void AnIndexOfAnotherVersion_IsMadeAnew_AndSweptWhenItIsEarlier(int step, bool isSwept)
    {
        using var lake = new TestLake();
        lake.Put("0.json", ObjectOf(IndexRecord.Of("key", "{}")));
        lake.Ingest();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(lake.Directory, "events", "_needles")));
        var bytes = File.ReadAllBytes(path);
        bytes[7] = (byte)(bytes[7] + step);
        bytes[^1] = bytes[7];
        File.WriteAllBytes(path, bytes);
        var store = LakeStore.Open(lake.Directory, new ParquetLakeFormat());
        using (var index = LakeIndex.Open(lake.Directory))
        {
            // What is not known is everywhere.
            Assert.Equal(0, index.Count);
            Assert.True(index.CanHold(Assert.Single(store.Snapshot().Files), new IndexQuery().Value("key")));
        }

        Assert.Equal(1, IndexMaintenance.Run(store).Rebuilt);
        Assert.Equal(isSwept ? [path] : [], new LakeSweep(store).Run(TimeSpan.FromSeconds(-5)));
        CheckEveryValue(lake.Directory);
    }

    [Fact]
    public void ABatchThatIsNotCommitted_LeavesNoIndex()
    {
        using var lake = new TestLake();
        lake.Put("0.json", ObjectOf(IndexRecord.Of("key", "{}")));
        var store = LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat());
        store.Fault = step =>
        {
            if (step == CommitStep.LedgerRenamed)
            {
                throw new IOException("crash");
            }
        };
        Assert.ThrowsAny<Exception>(() => new IngestPipeline(store, new LocalLogSource(lake.Source)).RunAsync().GetAwaiter().GetResult());
        Assert.Empty(Directory.EnumerateFiles(lake.Directory, "*needles*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task AnIndexThatIsMissingOrDamaged_CostsNoRows(string what)
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 1_500, seed: 10);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        var values = SomeValues(lake.Directory).Where(value => Answer(lake, value).Length > 0).ToList();
        Assert.True(values.Count > 5);
        var before = values.ConvertAll(value => Answer(lake, value));
        var path = Assert.Single(Directory.GetFiles(Path.Combine(lake.Directory, "events", "_needles")));
        Damage(path, what);
        Assert.Equal(before, values.ConvertAll(value => Answer(lake, value)));
    }

    [Theory]
    [InlineData("older")]
    [InlineData("of other files")]
    [InlineData("of another size")]
    public async Task AnIndexThatIsStale_CostsNoRows(string how)
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 1_500, seed: 12);
        using var other = new GeneratedArchive(GeneratorProfile.Org, events: 500, seed: 13);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        using var foreign = await RecordsLake.OfFolderAsync(other.Folder);
        var folder = Path.Combine(lake.Directory, "events", "_needles");
        var first = Assert.Single(Directory.GetFiles(folder));
        await new IngestPipeline(LakeStore.Open(lake.Directory, new ParquetLakeFormat()), new LocalLogSource(other.Folder)).RunAsync();
        var second = Assert.Single(Directory.GetFiles(folder), path => path != first);
        var values = SomeValues(lake.Directory).Where(value => Answer(lake, value).Length > 0).ToList();
        Assert.True(values.Count > 5);
        var before = values.ConvertAll(value => Answer(lake, value));
        switch (how)
        {
            case "older":
                File.Delete(second);
                break;
            case "of other files":
                File.Copy(Assert.Single(Directory.GetFiles(Path.Combine(foreign.Directory, "events", "_needles"))), first, overwrite: true);
                File.Delete(second);
                break;
            default:
                Relog(lake.Directory);
                break;
        }

        Assert.Equal(before, values.ConvertAll(value => Answer(lake, value)));
    }

    // The log says another size than the index knows: as when another program rewrote the files under their names.
    static void Relog(string lake)
    {
        foreach (var log in Directory.GetFiles(Path.Combine(lake, "events", "_delta_log"), "*.json"))
        {
            File.WriteAllText(log, Regex.Replace(File.ReadAllText(log), "\"size\":([0-9]+)", "\"size\":1$1"));
        }
    }

    public static TheoryData<string> Damages { get; } = ["missing", "empty", "cut", "magic", "version", "directory", "footer", "garbage",
        "zeros", "swapped"];

    internal static void Damage(string path, string what)
    {
        var bytes = File.ReadAllBytes(path);
        var random = new Random(1);
        switch (what)
        {
            case "missing":
                File.Delete(path);
                return;
            case "empty":
                bytes = [];
                break;
            case "cut":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "magic":
                bytes[0]++;
                break;
            case "version":
                bytes[^1]++;
                break;
            case "directory":
                bytes[^40] ^= 4;
                break;
            case "footer":
                bytes[^20] ^= 4;
                break;
            case "garbage":
                for (var i = 8; i < bytes.Length / 2; i += 50)
                {
                    bytes[i] = (byte)random.Next();
                }

                break;
            case "zeros":
                bytes.AsSpan(8, bytes.Length / 2).Clear();
                break;
            default:
                // Whole groups of another section: only the salt of their checksums tells.
                bytes.AsSpan(8 + (bytes.Length / 4), bytes.Length / 4).CopyTo(bytes.AsSpan(8));
                break;
        }

        File.WriteAllBytes(path, bytes);
    }

    static List<string> SomeValues(string lake)
    {
        var records = Records(lake).Select(record => record.Record).ToList();
        var random = new Random(2);
        return [.. Enumerable.Range(0, 6).SelectMany(_ =>
        {
            var record = records[random.Next(records.Count)];
            return (string[])[.. ValueOracle.InColumns(record).Where(IsEntity).Take(2),
                .. ValueOracle.InTexts(record).Where(IsEntity).Take(1)];
        }).Distinct()];
    }

    static bool IsEntity(string text) => text.Length > 5 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':' or '/' or '.');

    static string Answer(RecordsLake lake, string value)
    {
        using var session = lake.Open();
        var from = session.Search.From(EntityFilter.EventsAbout(Entity.Parse(value), session, default));
        using var result = session.Query($"SELECT string_agg(eventID, ',' ORDER BY eventID) FROM {from}");
        return result.ReadAll()[0][0] ?? "";
    }

    static int CheckEveryValue(string lake)
    {
        var files = Snapshot(lake).Files.ToDictionary(file => file.Path);
        using var index = LakeIndex.Open(lake);
        var seen = new HashSet<(string, string, string)>();
        foreach (var (path, record) in Records(lake))
        {
            Check(ValueOracle.Ids(record), "id", IndexPlaces.Ids, (query, value) => query.Value(value));
            Check(ValueOracle.Ids(record), "id as a name", IndexPlaces.Ids, (query, value) => query.Name(value));
            Check(ValueOracle.InOtherColumns(record), "value", IndexPlaces.Columns, (query, value) => query.Value(value));
            Check(ValueOracle.InOtherColumns(record), "name", IndexPlaces.Columns, (query, value) => query.Name(value));
            Check(ValueOracle.NamesInColumns(record), "name", IndexPlaces.Columns, (query, value) => query.Name(value));
            Check(ValueOracle.Resources(record), "resource", IndexPlaces.Resources, (query, value) => query.Name(value));
            Check(ValueOracle.NamesInResources(record), "name of a resource", IndexPlaces.Resources, (query, value) => query.Name(value));
            Check(ValueOracle.ArnsAbove(record), "above", IndexPlaces.Resources, (query, value) => query.Resource(value));
            Check(ValueOracle.Principals(record), "principal", IndexPlaces.Columns, (query, value) => query.Principal(value));
            foreach (var (column, place) in s_texts)
            {
                var texts = ValueOracle.InText(record, column).ToList();
                Check(texts, "text in " + column, place, (query, value) => query.Text(value));
                Check(texts, "name in " + column, place, (query, value) => query.NameInTexts(value));
                Check(texts, "principal in " + column, place, (query, value) => query.PrincipalInTexts(value));
            }

            void Check(IEnumerable<string> values, string kind, IndexPlaces place, Func<IndexQuery, string, IndexQuery> ask)
            {
                foreach (var value in values)
                {
                    Assert.True(
                        !seen.Add((path, value, kind)) || (index.Find(files[path], ask(new IndexQuery(), value)) & place) != 0
                            && index.Find(files[path], ask(new IndexQuery(), value), place) == place
                            && index.CanHold(files[path], ask(new IndexQuery(), value)),
                        $"{kind} '{value}' is not found in {path}");
                }
            }
        }

        return seen.Count;
    }

    // By data file: the number of distinct terms and the bytes of their filter.
    static List<string> Terms(string lake)
    {
        using var index = LakeIndex.Open(lake);
        return [.. Snapshot(lake).Files.Select(file => index.EntryOf(file)!.Value.File)
            .Select(file => $"{file.PathHash} {file.Bytes} {file.Segments.Sum(section => section.Terms)} "
                + $"{file.Segments.Sum(section => section.Length)}")];
    }

    static IEnumerable<(string Path, JsonElement Record)> Records(string lake)
    {
        using var session = SqlSession.Open(LakeFiles.Of(lake, Snapshot(lake)));
        foreach (var row in EventSearch.All(session))
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
            {
                RecordRebuilder.Write(row.Row, writer);
            }

            yield return (row.DataFile, JsonDocument.Parse(buffer.WrittenMemory).RootElement);
        }
    }

    static string ObjectOf(string record) => $$"""{"Records":[{{record}}]}""";

    static LakeSnapshot Snapshot(string lake) => LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot();
}
