using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Generator.Archives;

namespace TrailLake.Comparison;

/// <summary>The command line of the comparison.</summary>
sealed record ComparisonOptions
{
    public const string Usage =
        "usage: compare [--profile org|small|whale|data-events|wide] [--events N] [--seed N] [--rounds N] [--threads N] [--work DIR] "
        + "[--only NAME,…] [--traillake FILE] [--clickhouse SCRIPT] [--results DIR]";

    public GeneratorProfile Profile { get; init; } = GeneratorProfile.Org;

    public long Events { get; init; } = 1_000_000;

    public ulong Seed { get; init; } = 1;

    public int Rounds { get; init; } = 5;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Keeps the archives from run to run, and takes the outputs.</summary>
    public string Work { get; init; } = Path.Combine(Path.GetTempPath(), "traillake-compare");

    /// <summary>Names of the contenders that run; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    public string? TrailLake { get; init; }

    public string? ClickHouse { get; init; }

    /// <summary>Folder that the table is written to.</summary>
    public string? Results { get; init; }

    public static ComparisonOptions Parse(string[] args)
    {
        var options = new ComparisonOptions();
        if (args.Length % 2 != 0)
        {
            throw new FormatException(Usage);
        }

        foreach (var pair in args.Chunk(2))
        {
            var (name, value) = (pair[0], pair[1]);
            options = name switch
            {
                "--profile" => options with
                {
                    Profile = Enum.Parse<GeneratorProfile>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
                },
                "--events" => options with { Events = long.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = ulong.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--work" => options with { Work = Path.GetFullPath(value) },
                "--only" => options with { Only = value.Split(',') },
                "--traillake" => options with { TrailLake = Path.GetFullPath(value) },
                "--clickhouse" => options with { ClickHouse = Path.GetFullPath(value) },
                "--results" => options with { Results = Path.GetFullPath(value) },
                _ => throw new FormatException($"unknown option {name}\n{Usage}"),
            };
        }

        return options;
    }
}
