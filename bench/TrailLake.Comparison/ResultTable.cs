using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TrailLake.Comparison;

/// <summary>The medians as a Markdown table; ratios are to the first contender.</summary>
static class ResultTable
{
    public static string Of(
        ComparisonOptions options, Archive archive, IReadOnlyList<(Contender Contender, List<Measurement> Runs)> results)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {options.Profile}, {archive.Events:N0} events");
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{archive.Objects:N0} objects, {Mega(archive.JsonBytes)} MB JSON, {Mega(archive.GzipBytes)} MB gz. Seed {options.Seed}, "
                + $"{options.Threads} threads, medians of {options.Rounds} rounds in turn.");
        text.AppendLine();
        text.AppendLine(Machine.Describe());
        text.AppendLine();
        text.AppendLine("| engine | version | wall s | CPU s | peak MB | output MB | of gz | events/s | wall × | CPU × |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        var (firstWall, firstCpu) = (Median(results[0].Runs, m => m.WallSeconds), Median(results[0].Runs, m => m.CpuSeconds));
        foreach (var (contender, runs) in results)
        {
            var wall = Median(runs, m => m.WallSeconds);
            var cpu = Median(runs, m => m.CpuSeconds);
            var bytes = (long)Median(runs, m => m.OutputBytes);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {contender.Name} | {contender.Version} | {wall:0.00} | {cpu:0.00} | {Mega((long)Median(runs, m => m.PeakBytes))} | "
                    + $"{Mega(bytes)} | {bytes / (double)archive.GzipBytes:0.00} | {archive.Events / wall:N0} | {wall / firstWall:0.00} | "
                    + $"{cpu / firstCpu:0.00} |");
        }

        text.AppendLine();
        text.AppendLine("Wall seconds of each round:");
        foreach (var (contender, runs) in results)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"- {contender.Name}: {string.Join(", ", runs.Select(r => r.WallSeconds.ToString("0.00", CultureInfo.InvariantCulture)))}");
        }

        return text.ToString();
    }

    static double Median(List<Measurement> runs, Func<Measurement, double> value)
    {
        var sorted = runs.Select(value).Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    static string Mega(long bytes) => (bytes / 1e6).ToString("N0", CultureInfo.InvariantCulture);
}
