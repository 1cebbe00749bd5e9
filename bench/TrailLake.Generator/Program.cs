using System;
using System.Globalization;
using TrailLake.Generator.Archives;

if (args.Length is < 3 or > 5
    || !Enum.TryParse<GeneratorProfile>(args[1].Replace("-", "", StringComparison.Ordinal), true, out var profile))
{
    Console.Error.WriteLine("usage: TrailLake.Generator.Tool FOLDER org|small|whale|data-events|wide EVENTS [SEED [THREADS]]");
    return 2;
}

var options = new GeneratorOptions
{
    OutputFolder = args[0],
    Profile = profile,
    Events = long.Parse(args[2], CultureInfo.InvariantCulture),
    Seed = args.Length > 3 ? ulong.Parse(args[3], CultureInfo.InvariantCulture) : 1,
    Threads = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : Environment.ProcessorCount,
};
var summary = ArchiveGenerator.Run(options);
var seconds = summary.Elapsed.TotalSeconds;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{summary.Events} events, {summary.Objects} objects, {summary.JsonBytes} bytes JSON, {summary.GzipBytes} bytes gz, {seconds:0.00} s, "
        + $"{summary.Events / seconds:0} events/s"));
return 0;
