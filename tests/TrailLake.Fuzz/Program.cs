using System;
using System.Globalization;
using System.IO;

namespace TrailLake.Fuzz;

static class Program
{
    const string Usage = "usage: tests/TrailLake.Fuzz/run [--minutes N] [--seed N] [--findings DIR] | --show FILE";

    static int Main(string[] args)
    {
        if (args is ["--show", var path])
        {
            var probe = ArchiveTarget.Check(File.ReadAllBytes(path), new Random(1));
            Console.WriteLine($"{probe.Row.State} {probe.Row.Reason}\nevents {string.Join(' ', probe.EventIds)}");
            foreach (var reject in probe.Rejected)
            {
                Console.WriteLine($"{reject.Kind} at {reject.Offset}, {reject.Length} bytes, seen at {reject.ErrorOffset}");
            }

            return 0;
        }

        double minutes = 1;
        int seed = 1;
        string findings = "fuzz-findings";
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            bool known = args[i] switch
            {
                "--minutes" => double.TryParse(value, CultureInfo.InvariantCulture, out minutes) && minutes > 0,
                "--seed" => int.TryParse(value, CultureInfo.InvariantCulture, out seed),
                "--findings" => (findings = value).Length > 0,
                _ => false,
            };
            if (!known)
            {
                Console.Error.WriteLine($"{args[i]} {value}: {Usage}");
                return 2;
            }
        }

        var (rounds, failures) = Campaign.Run(seed, TimeSpan.FromMinutes(minutes), findings, Console.Error);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {rounds:N0} rounds in {minutes} min, {failures} failures"));
        return failures == 0 ? 0 : 1;
    }
}
