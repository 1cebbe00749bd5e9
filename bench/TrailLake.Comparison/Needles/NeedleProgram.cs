using System;

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

        return 0;
    }
}
