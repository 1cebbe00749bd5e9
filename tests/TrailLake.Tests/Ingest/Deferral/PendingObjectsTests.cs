using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Ingest.Deferral;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest.Deferral;

/// <summary>Ledger rows that wait until their deferred records are told.</summary>
public sealed class PendingObjectsTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(3)]
    public void Rows_GetTheCountsOfTheirOwnRecords_InMemoryAndInFiles(int mostRows)
    {
        using var folder = new TempFolder();
        var store = LakeStore.OpenOrCreate(folder.File("lake"), new ParquetLakeFormat());
        using var batch = store.BeginBatch();
        using (var pending = new PendingObjects(store.Format, batch.SpillFolder, batch.Id, mostRows))
        {
            int[] numbers = [.. Enumerable.Range(0, 10).Select(_ => pending.Begin())];

            // The rows come in another order than the numbers were given; object i has i events and a copy, of 1 + i + 2 records.
            foreach (int i in numbers.Reverse())
            {
                pending.Add(i, Row(i) with { Records = i + 3, Rejects = 1, Duplicates = 1 });
            }

            foreach (int i in numbers)
            {
                for (int n = 0; n < i; n++)
                {
                    pending.Count(i, n % 2 == 0 ? EventIdMatch.New : EventIdMatch.Conflict);
                }

                pending.Count(i, EventIdMatch.Copy);
            }

            Assert.Equal(mostRows < 10, TemporaryFiles(batch).Any());
            pending.Resolve(batch);
        }

        Assert.Empty(TemporaryFiles(batch));
        batch.Commit();
        var rows = store.Snapshot().ReadObjects().OrderBy(row => row.Uri, StringComparer.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), rows.Select(row => row.Events));
        Assert.All(rows, row => Assert.Equal((2, 1), (row.Duplicates, row.Rejects)));
    }

    static IEnumerable<string> TemporaryFiles(LakeBatch batch) =>
        Directory.Exists(batch.SpillFolder) ? Directory.EnumerateFiles(batch.SpillFolder) : [];

    static ObjectRow Row(int number) => new()
    {
        Uri = string.Create(CultureInfo.InvariantCulture, $"test:{number}"),
        ETag = "e",
        Kind = "Unknown",
        State = ObjectState.Done,
        IngestedAt = DateTime.UnixEpoch,
        Version = "0",
        Batch = "",
    };
}
