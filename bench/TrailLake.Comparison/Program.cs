using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Comparison.Needles;

namespace TrailLake.Comparison;

static class Program
{
    static int Main(string[] args)
    {
        try
        {
            if (args is ["duckdb", var source, var output, var threads, var largest])
            {
                DuckDbPeer.Convert(
                    source, output, int.Parse(threads, CultureInfo.InvariantCulture), long.Parse(largest, CultureInfo.InvariantCulture));
                return 0;
            }

            if (args is ["needles", ..])
            {
                return NeedleProgram.Run(args.AsSpan(1));
            }

            return Compare(ComparisonOptions.Parse(args));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    static int Compare(ComparisonOptions options)
    {
        var archive = Archive.Prepare(options);
        var results = Contenders.Of(options, archive).Select(c => (Contender: c, Runs: new List<Measurement>())).ToList();

        // In turn, so that a slow minute of the machine meets all of them.
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var (contender, runs) in results)
            {
                var run = ChildRun.Run(contender, options.Work);
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}: {contender.Name} {run.WallSeconds:0.00} s, CPU {run.CpuSeconds:0.00} s, peak {run.PeakBytes / 1e6:0} "
                        + $"MB, output {run.OutputBytes / 1e6:0.0} MB"));
                if (run.Events != archive.Events)
                {
                    Console.Error.WriteLine($"{contender.Name} wrote {run.Events} events; the archive holds {archive.Events}");
                    return 1;
                }

                runs.Add(run);
            }
        }

        var table = ResultTable.Of(options, archive, results);
        Console.Write(table);
        if (options.Results is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"compare-{options.Profile.ToString().ToLowerInvariant()}-{archive.Events}.md"), table);
        }

        return 0;
    }
}
