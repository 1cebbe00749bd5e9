using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>Finds out which features keep TrailLake out of a table, and who switched them on.</summary>
static class ProtocolOrigin
{
    // What switches a feature on: by the name of its property, https://docs.delta.io/latest/table-properties.html.
    static readonly string[] s_switches =
    [
        "delta.enableDeletionVectors", "delta.columnMapping.mode", "delta.checkpointPolicy", "delta.enableChangeDataFeed",
        "delta.enableRowTracking", "delta.enableInCommitTimestamps", "delta.enableTypeWidening", "delta.enableIcebergCompatV1",
        "delta.enableIcebergCompatV2",
    ];

    /// <summary>
    /// Half a sentence, such as <c>Apache-Spark/3.5.9 asked for deletionVectors (delta.enableDeletionVectors=true) in version 5</c>; null
    /// when the log does not tell any more.
    /// </summary>
    public static string? Describe(DeltaTable table)
    {
        for (long version = table.NewestVersion(); version >= 0; version--)
        {
            var commit = table.Commit(version);
            if (commit.Exists && Read(commit) is { Count: > 0 } causes)
            {
                var origin = CommitOrigin.Read(commit);
                string engine = origin.Engine ?? "A program that does not give its name";
                string time = origin.Time is { } at ? FormattableString.Invariant($" on {at:yyyy-MM-dd' at 'HH:mm:ss} UTC") : "";
                return TerminalText.Escape(
                    FormattableString.Invariant($"{engine} asked for {string.Join(", ", causes)} in version {version}{time}"));
            }
        }

        return null;
    }

    /// <summary>What the newest protocol of a commit asks for; empty for a commit without one, and for TrailLake's own.</summary>
    static List<string> Read(StoredFile commit)
    {
        var features = new List<string>();
        var switches = new List<string>();
        bool isNewer = false;
        try
        {
            foreach (var line in commit.ReadLines())
            {
                if (!line.Contains("\"protocol\"", StringComparison.Ordinal) && !line.Contains("\"metaData\"", StringComparison.Ordinal))
                {
                    continue;
                }

                using var json = JsonDocument.Parse(line);
                if (json.RootElement.TryGetProperty("protocol", out var protocol))
                {
                    isNewer |= Version(protocol, "minReaderVersion") > DeltaTable.ReaderVersion
                        || Version(protocol, "minWriterVersion") > DeltaTable.WriterVersion;
                    features.AddRange(Texts(protocol, "readerFeatures"));
                    features.AddRange(Texts(protocol, "writerFeatures"));
                }
                else if (json.RootElement.TryGetProperty("metaData", out var metadata)
                    && metadata.TryGetProperty("configuration", out var configuration))
                {
                    switches.AddRange(s_switches
                        .Where(name => configuration.TryGetProperty(name, out _))
                        .Select(name => $"{name}={configuration.GetProperty(name)}"));
                }
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [];
        }

        // Every table has these two: they keep nobody out.
        features.RemoveAll(name => name is "appendOnly" or "invariants");
        string what = string.Join(", ", features.Distinct());
        string how = string.Join(", ", switches);
        return !isNewer ? []
            : what.Length > 0 && how.Length > 0 ? [$"{what} ({how})"]
            : what.Length + how.Length > 0 ? [what + how]
            : ["a newer form of the table"];
    }

    static int Version(JsonElement protocol, string name) =>
        protocol.TryGetProperty(name, out var value) && value.TryGetInt32(out int number) ? number : 0;

    static IEnumerable<string> Texts(JsonElement protocol, string name) =>
        protocol.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)
            : [];
}
