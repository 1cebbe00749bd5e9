using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Columns;
using TrailLake.Generator.Archives;
using TrailLake.Index;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tables.Rows;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Lake.Optimization;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Index;

public sealed class IndexGranuleTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("invictus")]
    [InlineData("grycap")]
    [InlineData("stratus")]
    public async Task EveryValueOfTheRealRecords_IsFoundInItsGranule(string name)
    {
        // JSON within JSON, accounts in ARNs: values stand in more granules than as whole strings.
        using var lake = await RecordsLake.OfSharedDataAsync(name);
        var (expected, found) = GranuleOracle.Check(lake.Directory);
        Assert.True(expected > 50);
        Assert.InRange(found, expected, expected * 5 / 2);
    }

    [Theory]
    [InlineData(1, 3_000, 1 << 17)]
    [InlineData(2, 5_000, 1)]
    public void EveryValueOfGeneratedRecords_IsFoundInItsGranule(int seed, int events, int rowGroupRows)
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, events, (ulong)seed, days: 1);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { RowGroupRows = rowGroupRows });
        AssertExact(GranuleOracle.Check(_lake.Directory));

        // Two threads write them: what is said of the one row group must not be said of another.
        Assert.Equal(rowGroupRows == 1, _lake.Snapshot().Files.Any(file => GranuleOracle.RowGroups(file).Count > 3));
    }

    [Fact]
    public void EveryIndexedColumnThatHasGranules_IsJudged() => Assert.Equal(
        IndexedColumn.All.Where(column => column.Place == IndexPlaces.Columns)
            .Select(column => CloudTrailSchema.Leaves[(int)column.Id].Path).Order(StringComparer.Ordinal),
        GranuleOracle.Columns.Order(StringComparer.Ordinal));

    [Fact]
    public void Ids_StandAnywhereInTheRowGroupsThatHaveThem_AndNowhereElse()
    {
        Assert.Equal(
            [FieldId.EventId, FieldId.RequestId, FieldId.SharedEventId],
            IndexedColumn.All.Where(column => column.Place == IndexPlaces.Ids).Select(column => column.Id));
        Assert.All(IndexedColumn.All, column => Assert.Equal(column.Rule == IndexedColumn.TermRule.Id, column.Place == IndexPlaces.Ids));
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 3_000, seed: 27, days: 1);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { RowGroupRows = 1 });
        using var index = LakeIndex.Open(_lake.Directory);
        var (values, wrong) = (0, 0);
        foreach (var file in _lake.Snapshot().Files)
        {
            var groups = GranuleOracle.RowGroups(file);
            var ids = DuckDb.Query(
                $"SELECT eventID, requestID, sharedEventID, userIdentity.arn FROM read_parquet('{file.Path}', file_row_number = true) "
                    + "ORDER BY file_row_number");
            for (var (row, group, first) = (0, 0, 0L); row < ids.Count; row++)
            {
                for (; row >= first + groups[group]; group++)
                {
                    first += groups[group];
                }

                foreach (string id in ids[row].SkipLast(1).OfType<string>())
                {
                    Assert.Equal(RowGranules.All, GranuleOracle.Ask(index, file, id, IndexPlaces.Ids, groups.Count)[group]);
                    Assert.Equal(
                        RowGranules.All,
                        GranuleOracle.Ask(index, file, id, IndexPlaces.Ids | IndexPlaces.Columns, groups.Count)[group]);
                    wrong += GranuleOracle.Ask(index, file, id, IndexPlaces.Ids, groups.Count).Count(granules => granules != 0) - 1;
                    values++;
                }

                // What is no id stands in its granules, whether or not it might be one.
                if (ids[row][3] is string arn)
                {
                    Assert.Equal(
                        GranuleOracle.Ask(index, file, arn, IndexPlaces.Columns, groups.Count),
                        GranuleOracle.Ask(index, file, arn, IndexPlaces.Ids | IndexPlaces.Columns, groups.Count));
                }
            }
        }

        Assert.True(values > 3_000);
        Assert.InRange(wrong, 0, values / 50);
    }

    [Fact]
    public void RowGroupsOfFewRows_HaveTheirGranules()
    {
        using var other = new TestLake();
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 1_200, seed: 26, days: 1);
        other.Ingest(new LocalLogSource(archive.Folder));
        var store = LakeStore.OpenOrCreate(_lake.Directory, new ParquetLakeFormat());
        using (var batch = store.BeginBatch())
        using (var reader = store.Format.OpenSegment(other.Snapshot().Files.MaxBy(file => file.Rows)!.Path))
        {
            int first = 0;
            Write(store, batch, indexed: true, [.. ((int[])[1, 1, 2, 1, 63, 64, 65, 1]).Select(rows =>
            {
                var dropped = new bool[reader.Rows(0)];
                dropped.AsSpan().Fill(true);
                dropped.AsSpan(first, rows).Clear();
                first += rows;
                var group = new ColumnBatch();
                reader.Read(0, group, dropped);
                return group;
            })]);
            batch.Commit();
        }

        Assert.Equal([1, 1, 2, 1, 63, 64, 65, 1], GranuleOracle.RowGroups(Assert.Single(_lake.Snapshot().Files)));
        AssertExact(GranuleOracle.Check(_lake.Directory));
        var before = GranuleOracle.Answers(_lake.Directory);
        Directory.Delete(Needles, recursive: true);
        Assert.Equal(1, IndexMaintenance.Run(store).Rebuilt);
        Assert.Equal(before, GranuleOracle.Answers(_lake.Directory));
    }

    [Fact]
    public void ListsOfRandomBatches_AreFoundInTheirGranules()
    {
        var store = LakeStore.OpenOrCreate(_lake.Directory, new ParquetLakeFormat());
        using (var batch = store.BeginBatch())
        {
            for (int seed = 0; seed < 12; seed++)
            {
                Write(
                    store, batch, indexed: true, new RandomBatch(seed).Create(500), new RandomBatch(seed + 100).Create(1),
                    new RandomBatch(seed + 200).Create(90));
            }

            batch.Commit();
        }

        Assert.True(GranuleOracle.Check(_lake.Directory).True > 1_000);
        var before = GranuleOracle.Answers(_lake.Directory);
        Directory.Delete(Needles, recursive: true);
        Assert.Equal(12, IndexMaintenance.Run(store).Rebuilt);
        Assert.Equal(before, GranuleOracle.Answers(_lake.Directory));
    }

    [Fact]
    public void TheIndexRebuiltFromParquet_KnowsTheSameGranules()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 3_000, seed: 21, days: 1);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { RowGroupRows = 1 });
        var before = GranuleOracle.Answers(_lake.Directory);
        Directory.Delete(Needles, recursive: true);
        Assert.True(IndexMaintenance.Run(LakeDamager.Open(_lake.Directory)).Rebuilt > 0);
        Assert.Equal(before, GranuleOracle.Answers(_lake.Directory));
        AssertExact(GranuleOracle.Check(_lake.Directory));
    }

    [Fact]
    public void IndexFilesThatAreJoined_KnowTheSameGranules()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 600, seed: 22, days: 2);
        using var sliced = SlicedLake.Of(archive.Folder, slices: 10);
        var before = GranuleOracle.Answers(sliced.Directory);
        Assert.Equal(0, IndexMaintenance.Run(LakeDamager.Open(sliced.Directory)).Rebuilt);
        foreach (var old in Directory.GetFiles(Path.Combine(sliced.Directory, "events", "_needles")).Order(StringComparer.Ordinal)
            .SkipLast(1))
        {
            File.Delete(old);
        }

        Assert.Equal(before, GranuleOracle.Answers(sliced.Directory));
        AssertExact(GranuleOracle.Check(sliced.Directory));
    }

    [Fact]
    public void FilesThatOptimizeWrote_AreKnownByTheirOwnOrder()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 1_500, seed: 23, days: 1);
        using var sliced = SlicedLake.Of(archive.Folder, slices: 6);
        var report = sliced.Optimize(new OptimizeOptions { RowGroupRows = 130 });
        Assert.True(report.Commits > 0);
        Assert.Contains(sliced.Lake.Snapshot().Files, file => GranuleOracle.RowGroups(file).Count > 1);
        AssertExact(GranuleOracle.Check(sliced.Directory));
    }

    [Theory]
    [MemberData(nameof(LakeIndexTests.Damages), MemberType = typeof(LakeIndexTests))]
    public void AnIndexThatIsDamaged_NeverLeavesOutAGranule(string what)
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 1_200, seed: 24, days: 1);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { RowGroupRows = 1 });
        LakeIndexTests.Damage(Assert.Single(Directory.GetFiles(Needles)), what);
        GranuleOracle.Check(_lake.Directory);
        if (what is not ("garbage" or "zeros" or "swapped"))
        {
            using var index = LakeIndex.Open(_lake.Directory);
            Assert.All(
                _lake.Snapshot().Files,
                file => Assert.Equal([RowGranules.All], GranuleOracle.Ask(index, file, "nowhere", IndexPlaces.Request, 1)));
        }
    }

    [Fact]
    public void NoByteOfAnIndexThatChanges_LeavesOutAGranule()
    {
        _lake.Put("0.json", $$"""{"Records":[{{string.Join(',', Enumerable.Range(0, 90).Select(i => Record(i)))}}]}""");
        _lake.Ingest();
        var file = Assert.Single(_lake.Snapshot().Files);
        var expected = GranuleOracle.Of(file);
        var path = Assert.Single(Directory.GetFiles(Needles));
        var bytes = File.ReadAllBytes(path);
        for (int i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(path, changed);
            using var index = LakeIndex.Open(_lake.Directory);
            Assert.All(
                expected, pair => Assert.Equal(0UL, pair.Value[0] & ~GranuleOracle.Ask(index, file, pair.Key.Value, pair.Key.Place, 1)[0]));
        }

        // One granule, two, seven, eight, most and all: each way to store them.
        static string Record(int i) =>
            IndexRecord.Of($"e{i}", Request(i), Identity(i)).Replace("198.51.100.7", $"198.51.100.{i / 9}", StringComparison.Ordinal);

        static string Identity(int i) => $$"""
            "accessKeyId":"KEY{{i}}","userName":"{{(i == 7 ? "somebody" : "everybody")}}","principalId":"AROA{{i % 11}}:session-{{i / 2}}"
            """;

        static string Request(int i) =>
            $$"""{"one":"one-{{i}}","two":"two-{{i / 2 % 45}}","few":"few-{{i % 11}}","some":"some-{{i % 9}}","most":"{{(i == 3 ? "other" : "most")}}","all":"all"}""";
    }

    [Fact]
    public void WhatTheIndexIsNotAskedFor_MayStandAnywhere()
    {
        _lake.Put(
            "0.json",
            $$"""{"Records":[{{string.Join(',', Enumerable.Range(0, 70).Select(i => IndexRecord.Of($"e{i}", $$"""{"n":"name-{{i}}"}""")))}}]}""");
        _lake.Ingest();
        var file = Assert.Single(_lake.Snapshot().Files);
        using var index = LakeIndex.Open(_lake.Directory);
        Assert.Equal([0UL], Ask(new IndexQuery().Text("nowhere"), IndexPlaces.Texts));
        Assert.Equal(1, System.Numerics.BitOperations.PopCount(Ask(new IndexQuery().Text("name-7"), IndexPlaces.Request)[0]));
        Assert.Equal(
            Ask(new IndexQuery().Text("name-7"), IndexPlaces.Request), Ask(new IndexQuery().Text("name-7"), IndexPlaces.Texts));
        Assert.Equal(
            [Ask(new IndexQuery().Text("name-7"), IndexPlaces.Request)[0] | Ask(
                new IndexQuery().Text("name-9"), IndexPlaces.Request)[0]],
            Ask(new IndexQuery().Text("name-7").Text("name-9"), IndexPlaces.Request));
        Assert.Equal([0UL], Ask(new IndexQuery().Text("name-7"), IndexPlaces.Response | IndexPlaces.Details | IndexPlaces.Resources));
        Assert.Equal([0UL], Ask(new IndexQuery().Value("nowhere"), IndexPlaces.Columns));
        Assert.Equal([0UL], Ask(new IndexQuery().Value("nowhere").Text("nowhere"), IndexPlaces.All));
        Assert.Equal([RowGranules.All], Ask(new IndexQuery().Value("198.51.100.7"), IndexPlaces.Columns));
        Assert.Equal([RowGranules.All], Ask(new IndexQuery().Value("request-e7"), IndexPlaces.Ids));
        Assert.Equal([RowGranules.All], Ask(new IndexQuery().Value("request-e7").Text("name-7"), IndexPlaces.All));
        Assert.Equal([0UL], Ask(new IndexQuery().Value("request-e7"), IndexPlaces.All & ~IndexPlaces.Ids));
        Assert.Equal([RowGranules.All], Ask(new IndexQuery().Text("a\"b"), IndexPlaces.Request));
        Assert.Equal([0UL], Ask(new IndexQuery().Text("a\"b"), IndexPlaces.Resources));
        Assert.All(
            (IndexPlaces[])[IndexPlaces.Ids, IndexPlaces.Columns, IndexPlaces.Resources],
            place => Assert.Equal([RowGranules.All], Ask(new IndexQuery().EveryColumn(), place)));
        Assert.Equal(
            [0UL, RowGranules.All, RowGranules.All], Ask(new IndexQuery().Text("nowhere"), IndexPlaces.Request, rowGroups: 3));
        Assert.Equal([], Ask(new IndexQuery().Text("nowhere"), IndexPlaces.Request, rowGroups: 0));
        using var none = LakeIndex.Open("/nowhere");
        Assert.Equal([RowGranules.All], GranuleOracle.Ask(none, file, "nowhere", IndexPlaces.Request, 1));

        ulong[] Ask(IndexQuery query, IndexPlaces place, int rowGroups = 1)
        {
            var granules = new ulong[rowGroups];
            index.FindGranules(file, query, place, granules);
            return granules;
        }
    }

    [Fact]
    public void AnIndexOfMoreRowGroups_IsNotBelieved()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Small, 3_000, seed: 25, days: 1);
        _lake.Ingest(new LocalLogSource(archive.Folder), new IngestOptions { RowGroupRows = 1 });
        using var index = LakeIndex.Open(_lake.Directory);
        var file = _lake.Snapshot().Files.First(file => GranuleOracle.RowGroups(file).Count > 2);
        Assert.Equal([RowGranules.All, RowGranules.All], GranuleOracle.Ask(index, file, "nowhere", IndexPlaces.Request, 2));
    }

    [Fact]
    public void AFileWhoseWriterDoesNotSayWhereItsRowsStand_IsLeftOut()
    {
        var store = LakeStore.OpenOrCreate(_lake.Directory, new ParquetLakeFormat());
        using (var batch = store.BeginBatch())
        {
            Write(store, batch, indexed: true, new RandomBatch(1).Create(10));
            Write(store, batch, indexed: false, new RandomBatch(2).Create(10));
            batch.Commit();
        }

        using var index = LakeIndex.Open(_lake.Directory);
        Assert.Equal(1, index.Count);
        Assert.Single(store.Snapshot().Files, index.Knows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(int.MaxValue)]
    public void Granules_BeginWhereTheyDo(int rows)
    {
        Assert.Equal((0, rows), (RowGranules.FirstRow(0, rows), RowGranules.FirstRow(RowGranules.Count, rows)));
        for (int granule = 0; granule < RowGranules.Count; granule++)
        {
            int first = RowGranules.FirstRow(granule, rows);
            int end = RowGranules.FirstRow(granule + 1, rows);
            if (first < end)
            {
                Assert.Equal((granule, granule), (RowGranules.Of(first, rows), RowGranules.Of(end - 1, rows)));
            }
        }
    }

    [Fact]
    public void GranuleCodes_AreReadAsTheyWereWritten()
    {
        var random = new Random(31);
        var sets = Enumerable.Range(0, 65).Select(count => count == 64 ? RowGranules.All : (1UL << count) - 1).Skip(1)
            .Concat(Enumerable.Range(0, 64).Select(granule => 1UL << granule))
            .Concat(Enumerable.Range(0, 63).Select(count => RowGranules.All << count))
            .Concat(Enumerable.Range(0, 3_000).Select(i => RandomSet(i % 14)))
            .Concat(Enumerable.Range(0, 500).Select(_ => (ulong)random.NextInt64() & (ulong)random.NextInt64() & (ulong)random.NextInt64()))
            .Where(set => set != 0).ToArray();
        random.Shuffle(sets);
        var codes = new byte[sets.Length];
        var tails = new byte[sets.Length * GranuleCode.MostTail];
        int end = 0;
        for (int i = 0; i < sets.Length; i++)
        {
            end += GranuleCode.Write(sets[i], out codes[i], tails.AsSpan(end));
        }

        Assert.All(sets.Index(), set => Assert.Equal(set.Item, GranuleCode.Read(codes, tails.AsSpan(0, end), set.Index)));

        ulong RandomSet(int count)
        {
            ulong set = 0;
            for (; count > 0; count--)
            {
                set |= 1UL << random.Next(64);
            }

            return set;
        }

        // What is cut off, or no code, is everywhere.
        Assert.Equal(RowGranules.All, GranuleCode.Read([173], [1, 2, 3, 4, 5, 6, 7], 0));
        Assert.Equal(0x0807060504030201UL, GranuleCode.Read([173], [1, 2, 3, 4, 5, 6, 7, 8], 0));
        Assert.Equal(RowGranules.All, GranuleCode.Read([72], [255], 0));
        Assert.Equal(0b11UL, GranuleCode.Read([65], [0], 0));
        Assert.Equal(RowGranules.All, GranuleCode.Read([65], [], 0));
        Assert.Equal(RowGranules.All, GranuleCode.Read([255], new byte[300], 0));
        Assert.Equal(RowGranules.All, GranuleCode.Read([173, 65], [1, 2], 1));
    }

    string Needles => Path.Combine(_lake.Directory, "events", "_needles");

    // A value has terms of others too (the account of an ARN), so that it is found in a few granules more; but only in a few.
    static void AssertExact((long True, long Found) granules)
    {
        Assert.True(granules.True > 50, $"{granules}");
        Assert.InRange(granules.Found, granules.True, granules.True * 9 / 8);
    }

    static void Write(LakeStore store, LakeBatch batch, bool indexed, params IReadOnlyList<ColumnBatch> rows)
    {
        var file = batch.NewFile(new DateOnly(2026, 3, 1), "111111111111");
        using var writer = store.Format.CreateSegment(file.Pending);
        foreach (var group in rows)
        {
            group.Seal();
            using var placement = writer.WriteRowGroup(group);
            batch.Index(file, group, indexed ? placement : RowPlacement.Unknown);
        }

        batch.Complete(file, writer.Complete());
    }
}
