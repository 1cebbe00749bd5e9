using System;
using System.Globalization;
using System.IO;

namespace TrailLake.Comparison.Needles;

/// <summary>The needle questions: what they are asked of is made first, unless it stands already.</summary>
static class NeedleProgram
{
    public static int Run(ReadOnlySpan<string> args)
    {
        var options = NeedleOptions.Parse(args);
        if (options.OnlyPlain)
        {
            PlainTable.Make(options.Archive!, options.Plain!, options.SliceDays, options.Threads);
            return 0;
        }

        var (lake, plain) = BothSides.Prepare(options);
        var sizes = Sizes.Of(lake, plain);
        using var run = new NeedleRun(options, lake, plain);
        run.Run();

        // The rounds of 100 million events take half an hour: what they found is kept before anything else is tried.
        Record(options, sizes, NeedleTable.Of(options, sizes, run));
        run.TimeCommands();
        var table = NeedleTable.Of(options, sizes, run);
        Record(options, sizes, table);
        Console.Write(table);
        return 0;
    }

    static void Record(NeedleOptions options, Sizes sizes, string table)
    {
        if (options.Record is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"needles-{sizes.Events}.md")), table);
        }
    }
}
