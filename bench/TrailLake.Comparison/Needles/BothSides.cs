using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using TrailLake.Generator.Archives;

namespace TrailLake.Comparison.Needles;

/// <summary>Where the lake and the plain table stand; makes both where they are not given.</summary>
/// <param name="Lake">The lake's folder.</param>
/// <param name="Plain">The plain table's.</param>
sealed record BothSides(string Lake, string Plain)
{
    public static BothSides Prepare(NeedleOptions options)
    {
        if (options is { Lake: { } lake, Plain: { } plain })
        {
            return new BothSides(lake, plain);
        }

        var name = options.Archive is null
            ? string.Create(CultureInfo.InvariantCulture, $"org-{options.Events}-{options.Days}-{options.Seed}")
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Archive));
        var folder = Path.Combine(options.Work, name);
        var made = new BothSides(Path.Combine(folder, "lake"), Path.Combine(folder, "plain"));

        // The plain table is ended last: with it, both are whole.
        if (PlainTable.IsComplete(made.Plain))
        {
            return made;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (options.Archive is { } archive)
        {
            Ingest(options, archive, made.Lake);
            PlainTable.Make(archive, made.Plain, options.SliceDays, options.Threads);
        }
        else
        {
            Make(options, Path.Combine(folder, "archive"), made);
        }

        return made;
    }

    // The archive need never stand as a whole: it is larger than lake and table together.
    static void Make(NeedleOptions options, string archive, BothSides made)
    {
        var all = new GeneratorOptions { OutputFolder = archive, Events = options.Events, Seed = options.Seed, Days = options.Days };
        var slices = (options.Days + options.SliceDays - 1) / options.SliceDays;
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < slices; number++)
        {
            var first = all.FirstDay.AddDays(number * options.SliceDays);
            var slice = all with
            {
                OutputFolder = Path.Combine(archive, number.ToString("0000", CultureInfo.InvariantCulture)),
                WriteFrom = first,
                WriteTo = first.AddDays(options.SliceDays),
            };
            if (ArchiveGenerator.Run(slice).Objects > 0)
            {
                Ingest(options, slice.OutputFolder, made.Lake);
                PlainTable.AddSlice(
                    Directory.GetFiles(slice.OutputFolder, "*.json.gz", SearchOption.AllDirectories), made.Plain, number, options.Threads);
                if (!options.Keep)
                {
                    Directory.Delete(slice.OutputFolder, recursive: true);
                }
            }

            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"made {number + 1} of {slices} slices, {watch.Elapsed.TotalSeconds:0} s"));
        }

        if (!options.Keep)
        {
            Directory.Delete(archive, recursive: true);
        }

        PlainTable.Finish(made.Plain, slices);
    }

    static void Ingest(NeedleOptions options, string archive, string lake)
    {
        var program = options.TrailLake ?? throw new FormatException($"making a lake needs --traillake\n{NeedleOptions.Usage}");
        using var process = Process.Start(new ProcessStartInfo(program, ["ingest", archive, "--lake", lake, "--format", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start");
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{program} ingest {archive} ended with {process.ExitCode}: {error.Result.Trim()}"));
        }
    }
}
