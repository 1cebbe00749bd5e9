using System.Text.Json;
using TrailLake.Answers.Coverage;
using TrailLake.Cli.Texts;
using TrailLake.Errors;
using TrailLake.Query.Values;

namespace TrailLake.Cli.Reports;

/// <summary>Writes the state of a lake.</summary>
static class StatusText
{
    const int Listed = 6;
    static readonly CommandJson s_json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = ResultJson.Options.Encoder,
    });

    public static string Json(LakeStatus status) =>
        TerminalText.EscapeKeepingLines(JsonSerializer.Serialize(status, s_json.LakeStatus)) + "\n";

    public static string Lines(LakeStatus status)
    {
        var lines = new List<(string Name, string Value)>
        {
            ("lake", status.Lake),
            ("version", Number(status.Version)),
            ("events", Number(status.Events)),
            ("objects", Number(status.Objects) + Note(status)),
            ("verified", Verified(status)),
            ("duplicates", Number(status.Duplicates)),
            ("rejects", Number(status.Rejects)),
            ("span", status is { FirstEventTime: { } first, LastEventTime: { } last } ? $"{first} to {last}" : "-"),
            ("accounts", Names(status.Accounts)),
            ("regions", Names(status.Regions)),
            ("files", Number(status.Files)),
            ("bytes", $"{Number(status.Bytes)}{(status.Bytes >= 1024 ? $" ({Size(status.Bytes)})" : "")}"),
            ("bytes per event", status.BytesPerEvent?.ToString("0.0") ?? "-"),
        };
        if (status.Purged > 0)
        {
            var again = status.EventsOfPurgedDays > 0
                ? $"; {Plural.Of(status.EventsOfPurgedDays, "event")} of the purged days came since: purge again to be rid of them"
                : "";
            lines.Insert(lines.FindIndex(line => line.Name == "span"), ("purged", Number(status.Purged) + again));
        }

        var width = lines.Max(line => line.Name.Length);
        return string.Concat(lines.Select(line => $"{line.Name.PadRight(width)}  {TerminalText.Escape(line.Value)}\n"));
    }

    static string Note(LakeStatus status)
    {
        var nothing = status.DamagedWithoutRecords == 0 ? "" : $", {Number(status.DamagedWithoutRecords)} of them without a record";
        string?[] notes =
        [
            status.DamagedObjects > 0 ? $"{Number(status.DamagedObjects)} damaged{nothing}" : null,
            status.UnreadableObjects > 0 ? $"{Number(status.UnreadableObjects)} unreadable" : null,
        ];
        return notes.OfType<string>().Any() ? $" ({string.Join(", ", notes.OfType<string>())})" : "";
    }

    static string Verified(LakeStatus status)
    {
        if (status.Verified.Count == 0)
        {
            return "nothing (traillake verify digests --record)";
        }

        var others = status.Verified.Where(pair => pair.Key != "valid").Select(pair => $", {Number(pair.Value)} {pair.Key}");
        return $"{Number(status.Verified.GetValueOrDefault("valid"))} of {Number(status.Objects)} objects "
            + $"with {Plural.Of(status.VerifiedEvents, "event")} valid{string.Concat(others)}";
    }

    static string Names(IReadOnlyList<string> names) => names.Count == 0
        ? "0"
        : $"{Number(names.Count)} ({string.Join(", ", names.Take(Listed))}{(names.Count > Listed ? ", …" : "")})";

    static string Number(long number) => number.ToString("N0");

    static string Size(long bytes)
    {
        string[] units = ["KiB", "MiB", "GiB", "TiB", "PiB"];
        var unit = Math.Min((int)Math.Log(bytes, 1024), units.Length);
        return $"{bytes / Math.Pow(1024, unit):0.0} {units[unit - 1]}";
    }
}
