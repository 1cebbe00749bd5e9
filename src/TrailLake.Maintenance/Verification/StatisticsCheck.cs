using System.Globalization;
using System.Text;
using System.Text.Json;
using TrailLake.Schema;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Compares the log's statistics of a data file with its values: a reader that trusts a wrong bound passes over rows that are there.
/// </summary>
static class StatisticsCheck
{
    /// <summary>What does not hold; one line each.</summary>
    public static List<string> Find(DataFile file, FileInspection found)
    {
        var problems = new List<string>();
        CheckPartition(file, found, problems);
        if (file.Rows >= 0 && file.Rows != found.Rows)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"the log says {file.Rows} rows, it has {found.Rows}"));
        }

        if (file.Stats is not { } stats)
        {
            return problems;
        }

        try
        {
            using var json = JsonDocument.Parse(stats);
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                if (leaf.MaxRepetition == 0)
                {
                    Check(json.RootElement, leaf, found.Leaves[leaf.Index], problems);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            problems.Add("the log's statistics of it are not readable");
        }

        return problems;
    }

    static void CheckPartition(DataFile file, FileInspection found, List<string> problems)
    {
        var times = found.Leaves[(int)FieldId.EventTime];
        if (times.MinInteger is { } first && times.MaxInteger is { } last && (DateOf(first) != file.Date || DateOf(last) != file.Date))
        {
            problems.Add($"it holds events of other days than {PartitionFolder.Date(file.Date)}");
        }

        // A record without the key, with an empty one or with one that is no name any more, has the account of its object's key.
        var accounts = found.Leaves[(int)FieldId.RecipientAccountId];
        foreach (var account in (ReadOnlySpan<string?>)[accounts.MinText, accounts.MaxText])
        {
            if (!string.IsNullOrEmpty(account) && Encoding.UTF8.GetByteCount(account) <= PartitionKey.MostAccountBytes
                && PartitionFolder.Normalize(account) != file.Account)
            {
                problems.Add($"it holds events of other accounts than {file.Account}");
                return;
            }
        }
    }

    static void Check(JsonElement stats, ColumnSpec leaf, in LeafStatistics found, List<string> problems)
    {
        if (Find(stats, "nullCount", leaf) is { } nulls && nulls.GetInt64() != found.NullCount)
        {
            problems.Add(FormattableString.Invariant(
                $"column {leaf.Path}: the log says {nulls.GetInt64()} nulls, it has {found.NullCount}"));
        }

        if ((Find(stats, "minValues", leaf) is { } low && IsAbove(low, found.MinText, found.MinInteger, 1))
            || (Find(stats, "maxValues", leaf) is { } high && IsAbove(high, found.MaxText, found.MaxInteger, -1)))
        {
            problems.Add($"column {leaf.Path}: a value is outside of the log's bounds");
        }
    }

    /// <summary>Whether a bound is beyond a value: above it for sign 1, below it for sign -1.</summary>
    static bool IsAbove(JsonElement bound, string? text, long? number, int sign)
    {
        if (text is not null)
        {
            return bound.ValueKind == JsonValueKind.String && Utf8Comparison.Compare(bound.GetString(), text) * sign > 0;
        }

        return number is { } value
            && bound.ValueKind == JsonValueKind.String
            && (bound.GetDateTimeOffset().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond is var micros
            && micros.CompareTo(value) * sign > 0;
    }

    static JsonElement? Find(JsonElement stats, string kind, ColumnSpec leaf)
    {
        if (!stats.TryGetProperty(kind, out var at))
        {
            return null;
        }

        foreach (var part in leaf.Path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
            {
                return null;
            }
        }

        return at;
    }

    static DateOnly DateOf(long micros) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));
}
