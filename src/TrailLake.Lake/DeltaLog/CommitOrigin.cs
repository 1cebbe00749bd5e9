using System.Text.Json;
using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>Who made a commit, as its <c>commitInfo</c> says; other programs put what they like into it.</summary>
/// <param name="Engine">The program, as it names itself; null when it does not.</param>
/// <param name="Operation">What it did, in its words; null when it does not say.</param>
/// <param name="Time">When, UTC, by its clock; null when it does not say.</param>
sealed record CommitOrigin(string? Engine, string? Operation, DateTime? Time)
{
    /// <summary>True for a commit of TrailLake, of any version.</summary>
    public bool IsOurs => Engine?.StartsWith(CommitSignature.Product, StringComparison.Ordinal) == true;

    /// <summary>Reads it from a commit file; TrailLake's is in the first line.</summary>
    public static CommitOrigin Read(StoredFile commit)
    {
        try
        {
            foreach (var line in commit.ReadLines())
            {
                if (line.Contains("\"commitInfo\"", StringComparison.Ordinal) && Parse(line) is { } origin)
                {
                    return origin;
                }
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What cannot be understood names nobody.
        }

        return new CommitOrigin(null, null, null);
    }

    static CommitOrigin? Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("commitInfo", out var info)
            && info.ValueKind == JsonValueKind.Object
            ? new CommitOrigin(Text(info, "engineInfo") ?? Text(info, "clientVersion"), Text(info, "operation"), ReadTime(info))
            : null;
    }

    static string? Text(JsonElement info, string name) =>
        info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static DateTime? ReadTime(JsonElement info) =>
        info.TryGetProperty("timestamp", out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long milliseconds) && milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
            : null;
}
