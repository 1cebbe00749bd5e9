using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using TrailLake.Lake.DeltaLog;
using TrailLake.Schema;

namespace TrailLake.Lake.Verification;

/// <summary>Finds the commits of other programs in the logs, as far back as their files reach.</summary>
static class ForeignCommits
{
    /// <summary>Those of one table, in order.</summary>
    /// <param name="name">The table.</param>
    /// <param name="live">Decoded paths of its files that other programs wrote.</param>
    public static IEnumerable<ForeignCommit> Find(string name, DeltaTable table, IReadOnlySet<string> live)
    {
        long newest = table.NewestVersion();
        for (long version = 0; version <= newest; version++)
        {
            var path = table.CommitPath(version);
            if (File.Exists(path) && Read(name, version, path, live) is { } commit)
            {
                yield return commit;
            }
        }
    }

    static ForeignCommit? Read(string name, long version, string path, IReadOnlySet<string> live)
    {
        var (engine, operation, time) = ReadInfo(path);
        if (engine?.StartsWith(LakeInfo.Product, StringComparison.Ordinal) == true)
        {
            return null;
        }

        int added = 0;
        int removed = 0;
        int alive = 0;
        bool changes = false;
        var cut = new HashSet<(DateOnly, string)>();
        foreach (var action in ActionReader.StreamCommit(path))
        {
            if (action is AddAction add)
            {
                added++;
                changes |= add.DataChange;
                alive += DeltaPath.Decode(add.Path) is { } decoded && live.Contains(decoded) ? 1 : 0;
            }
            else if (action is RemoveAction remove)
            {
                removed++;
                changes |= remove.DataChange;
                if (PartitionOf(remove) is { } partition)
                {
                    cut.Add(partition);
                }
            }
        }

        return added + removed == 0 ? null : new ForeignCommit(name, version, engine, operation, time, added, removed, changes, alive) { CutPartitions = cut };
    }

    /// <summary>From the folder where a program leaves the values out, as the protocol lets it.</summary>
    static (DateOnly Date, string Account)? PartitionOf(RemoveAction remove)
    {
        string? date = remove.PartitionValues.GetValueOrDefault(CloudTrailSchema.DatePartition);
        string? account = remove.PartitionValues.GetValueOrDefault(CloudTrailSchema.AccountPartition);
        foreach (var folder in (DeltaPath.Decode(remove.Path) ?? "").Split('/'))
        {
            if (folder.Split('=', 2) is [var name, var value])
            {
                date ??= name == CloudTrailSchema.DatePartition ? value : null;
                account ??= name == CloudTrailSchema.AccountPartition ? Uri.UnescapeDataString(value) : null;
            }
        }

        return DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, PartitionFolder.Normalize(account ?? ""))
            : null;
    }

    /// <summary>Who committed: TrailLake says so in the first line, others where they like, in words of their own.</summary>
    static (string? Engine, string? Operation, DateTime? Time) ReadInfo(string path)
    {
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                if (!line.Contains("\"commitInfo\"", StringComparison.Ordinal))
                {
                    continue;
                }

                using var json = JsonDocument.Parse(line);
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("commitInfo", out var info)
                    && info.ValueKind == JsonValueKind.Object)
                {
                    return (Text(info, "engineInfo") ?? Text(info, "clientVersion"), Text(info, "operation"), Time(info));
                }
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What cannot be understood names nobody.
        }

        return default;
    }

    static string? Text(JsonElement info, string name) => info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static DateTime? Time(JsonElement info) =>
        info.TryGetProperty("timestamp", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long milliseconds)
        && milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
            : null;
}
