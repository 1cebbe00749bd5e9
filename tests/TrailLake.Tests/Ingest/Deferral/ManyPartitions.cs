using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest.Deferral;

/// <summary>Sources with more partitions than may be open, and the options under which that is soon the case.</summary>
static class ManyPartitions
{
    /// <summary>Two workers with three partitions each, 64 KiB for deferred records.</summary>
    public static IngestOptions Crowded { get; } = new() { Jobs = 2, MostOpenPartitions = 3, Memory = 1 << 20, SmallFileRows = 50 };

    /// <summary>One worker, so that the order of events is that of the source.</summary>
    public static IngestOptions CrowdedAlone { get; } = Crowded with { Jobs = 1 };

    /// <summary>A record of an account.</summary>
    public static string Record(int account, int number, string? day = null)
    {
        string record = Records.Of(string.Create(CultureInfo.InvariantCulture, $"{account}-{number}"))
            .Replace("\"recipientAccountId\":\"111122223333\"", $"\"recipientAccountId\":\"{Account(account)}\"");
        return day is null ? record : record.Replace("2024-05-01", day);
    }

    /// <summary>Twelve digits.</summary>
    public static string Account(int number) => (100_000_000_000 + number).ToString(CultureInfo.InvariantCulture);

    /// <summary>The records of some accounts in the order that changes the account with each record.</summary>
    public static IEnumerable<string> InTurn(int accounts, int recordsEach) =>
        Enumerable.Range(0, recordsEach).SelectMany(number => Enumerable.Range(0, accounts).Select(account => Record(account, number)));

    /// <summary>
    /// Checks that a source makes the same lake whether partitions are deferred or not, and that nothing temporary stays.
    /// </summary>
    public static void AssertSameAsUncrowded(TestLake crowded)
    {
        using var other = new TestLake();
        other.Ingest(new LocalLogSource(crowded.Source), new IngestOptions { Jobs = 1 });
        Assert.Equal(other.Events(), crowded.Events());
        Assert.Equal(Totals(other), Totals(crowded));
        AssertNothingTemporary(crowded.Directory);
        LakeDamager.RequireSound(crowded.Directory);
    }

    /// <summary>Checks that no temporary file stays in a lake.</summary>
    public static void AssertNothingTemporary(string lake) =>
        Assert.Empty(Directory.EnumerateFiles(lake, "*.tmp", SearchOption.AllDirectories));

    /// <summary>Data files by partition.</summary>
    public static IReadOnlyList<int> FilesByPartition(TestLake lake) =>
        [.. lake.Snapshot().Files.GroupBy(file => (file.Date, file.Account)).Select(files => files.Count())];

    // Which of two objects a copy is counted for depends on the order in which they are read; how many there are does not.
    static (long Records, long Events, long Duplicates, long Rejects) Totals(TestLake lake)
    {
        var ledger = lake.Ledger();
        return (ledger.Sum(row => row.Records), ledger.Sum(row => row.Events), ledger.Sum(row => row.Duplicates),
            ledger.Sum(row => row.Rejects));
    }
}
