using System;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using TrailLake.Generator.Archives;

namespace TrailLake.Benchmarks;

/// <summary>A figure that makes stages comparable: the mean set against the bytes or the events of the corpus.</summary>
sealed class RateColumn(string name, string legend, Func<Corpus, double, double> value) : IColumn
{
    /// <summary>Uncompressed megabytes a second.</summary>
    public static RateColumn MegabytesPerSecond { get; } =
        new("MB/s", "uncompressed bytes a second", static (corpus, nanoseconds) => corpus.PlainBytes * 1e3 / nanoseconds);

    /// <summary>Nanoseconds an event.</summary>
    public static RateColumn NanosecondsPerEvent { get; } =
        new("ns/event", "nanoseconds an event", static (corpus, nanoseconds) => nanoseconds / corpus.Events);

    public string Id => $"{nameof(RateColumn)}.{ColumnName}";

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var mean = summary[benchmarkCase]?.ResultStatistics?.Mean;
        return mean is null
            ? "-"
            : value(CorpusCache.Of(ProfileOf(benchmarkCase)), mean.Value).ToString("N1", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    static GeneratorProfile ProfileOf(BenchmarkCase benchmarkCase) =>
        Enum.Parse<GeneratorProfile>((string)benchmarkCase.Parameters[nameof(CorpusBenchmark.Profile)]);
}
