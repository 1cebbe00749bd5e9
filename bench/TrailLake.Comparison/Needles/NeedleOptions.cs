using System;
using System.Globalization;
using System.IO;

namespace TrailLake.Comparison.Needles;

/// <summary>The command line of the needle questions.</summary>
sealed record NeedleOptions
{
    public const string Usage =
        """
        usage: needles [--events N] [--days N] [--seed N] [--work DIR] [--keep]   makes archive, lake and plain table, slice by slice
               needles --archive DIR                                            makes both of an archive that stands already
               needles --lake DIR --plain DIR                                   takes both as they are
               needles --archive DIR --plain DIR --only-plain                   makes the plain table and ends
        more:  [--rounds N] [--cold-rounds N] [--threads N] [--traillake FILE] [--slice-days N] [--pick N] [--record DIR]
        """;

    /// <summary>Events of the archive that is made.</summary>
    public long Events { get; init; } = 100_000_000;

    /// <summary>Days of delivery of the archive that is made.</summary>
    public int Days { get; init; } = 365;

    /// <summary>What the archive that is made comes from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Takes the archive, the lake and the plain table where they are made; what stands there from a run before is taken as it is.
    /// </summary>
    public string Work { get; init; } = Path.Combine(Path.GetTempPath(), "traillake-needles");

    /// <summary>An archive that stands already; null to make one.</summary>
    public string? Archive { get; init; }

    /// <summary>The folder of a lake that stands already; null to make one in <see cref="Work"/>.</summary>
    public string? Lake { get; init; }

    /// <summary>The folder of a plain table that stands already, or is to be made alone; null to make one in <see cref="Work"/>.</summary>
    public string? Plain { get; init; }

    /// <summary>True to keep the archive's slices that were made.</summary>
    public bool Keep { get; init; }

    /// <summary>True to make the plain table only.</summary>
    public bool OnlyPlain { get; init; }

    /// <summary>Measured rounds of each question.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Measured rounds with the page cache dropped before each question.</summary>
    public int ColdRounds { get; init; } = 3;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Days of delivery that are converted at a time.</summary>
    public int SliceDays { get; init; } = 7;

    /// <summary>What the searched values are picked by.</summary>
    public int Pick { get; init; } = 1;

    /// <summary>The command, for making a lake and for the times from start to exit; null to leave these out.</summary>
    public string? TrailLake { get; init; }

    /// <summary>Folder that the table is written to.</summary>
    public string? Record { get; init; }

    public static NeedleOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new NeedleOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (name is "--keep" or "--only-plain")
            {
                options = name == "--keep" ? options with { Keep = true } : options with { OnlyPlain = true };
                continue;
            }

            if (++i == args.Length)
            {
                throw new FormatException($"{name} lacks its value, or is unknown\n{Usage}");
            }

            options = options.With(name, args[i]);
        }

        if (options.OnlyPlain)
        {
            return options is { Archive: not null, Plain: not null }
                ? options
                : throw new FormatException($"--only-plain needs --archive and --plain\n{Usage}");
        }

        return (options.Lake is null) == (options.Plain is null)
            ? options
            : throw new FormatException($"--lake and --plain go together\n{Usage}");
    }

    NeedleOptions With(string name, string value) => name switch
    {
        "--events" => this with { Events = Positive(name, value) },
        "--days" => this with { Days = (int)Positive(name, value) },
        "--seed" => this with { Seed = (ulong)Positive(name, value) },
        "--work" => this with { Work = Path.GetFullPath(value) },
        "--archive" => this with { Archive = Path.GetFullPath(value) },
        "--lake" => this with { Lake = Path.GetFullPath(value) },
        "--plain" => this with { Plain = Path.GetFullPath(value) },
        "--rounds" => this with { Rounds = (int)Positive(name, value) },
        "--cold-rounds" => this with { ColdRounds = value == "0" ? 0 : (int)Positive(name, value) },
        "--threads" => this with { Threads = (int)Positive(name, value) },
        "--slice-days" => this with { SliceDays = (int)Positive(name, value) },
        "--pick" => this with { Pick = (int)Positive(name, value) },
        "--traillake" => this with { TrailLake = Path.GetFullPath(value) },
        "--record" => this with { Record = Path.GetFullPath(value) },
        _ => throw new FormatException($"unknown option {name}\n{Usage}"),
    };

    static long Positive(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} is {value}; expected 1 or more\n{Usage}");
}
