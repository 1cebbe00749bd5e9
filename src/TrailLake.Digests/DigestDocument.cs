using System.Globalization;
using System.Text.Json;
using TrailLake.Errors;

namespace TrailLake.Digests;

/// <summary>
/// The content of a digest file: see
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html.
/// </summary>
sealed record DigestDocument
{
    /// <summary>The span of delivery times, UTC.</summary>
    public required DateTime Start { get; init; }
    public required DateTime End { get; init; }

    /// <summary>The end as it is written: it is a part of what is signed.</summary>
    public required string EndText { get; init; }

    /// <summary>The place that the digest was delivered to.</summary>
    public required string Bucket { get; init; }
    public required string Key { get; init; }

    /// <summary>Chooses the public key.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The digest before, as it is written; null in a starting digest.</summary>
    public string? PreviousBucket { get; init; }
    public string? PreviousKey { get; init; }
    public string? PreviousSha256 { get; init; }
    public string? PreviousSignature { get; init; }

    public required IReadOnlyList<DigestLogFile> LogFiles { get; init; }

    /// <summary>Reads uncompressed content.</summary>
    /// <exception cref="InvalidDataException">It is no digest; the message says what was found and what was expected.</exception>
    public static DigestDocument Parse(ReadOnlyMemory<byte> content)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(content);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"it is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})"), e);
        }

        using (json)
        {
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                string kind = root.ValueKind.ToString().ToLowerInvariant();
                throw new InvalidDataException($"it holds a JSON {kind} where a digest is an object");
            }

            Require(root, "digestSignatureAlgorithm", "SHA256withRSA");
            var previous = Optional(root, "previousDigestS3Object");
            if (previous is not null)
            {
                Require(root, "previousDigestHashAlgorithm", "SHA-256");
            }

            return new DigestDocument
            {
                Start = Time(root, "digestStartTime"),
                End = Time(root, "digestEndTime"),
                EndText = Text(root, "digestEndTime"),
                Bucket = Text(root, "digestS3Bucket"),
                Key = Text(root, "digestS3Object"),
                Fingerprint = Text(root, "digestPublicKeyFingerprint"),
                PreviousBucket = Optional(root, "previousDigestS3Bucket"),
                PreviousKey = previous,
                PreviousSha256 = Optional(root, "previousDigestHashValue"),
                PreviousSignature = Optional(root, "previousDigestSignature"),
                LogFiles = Logs(root),
            };
        }
    }

    static List<DigestLogFile> Logs(JsonElement root)
    {
        if (!root.TryGetProperty("logFiles", out var array) || array.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("it has no list logFiles");
        }

        var logs = new List<DigestLogFile>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException($"logFiles[{logs.Count}] is no object");
            }

            Require(element, "hashAlgorithm", "SHA-256");
            logs.Add(new DigestLogFile(Text(element, "s3Bucket"), Text(element, "s3Object"), Text(element, "hashValue")));
        }

        return logs;
    }

    static string Text(JsonElement element, string name) =>
        Optional(element, name) ?? throw new InvalidDataException($"it has no text {name}");

    static string? Optional(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                // Bytes that are no UTF-8, or half a surrogate pair.
            }
        }

        throw new InvalidDataException($"{name} is no text");
    }

    static void Require(JsonElement element, string name, string expected)
    {
        var found = Text(element, name);
        if (found != expected)
        {
            throw new InvalidDataException($"{name} is '{TerminalText.Escape(found)}', expected {expected}");
        }
    }

    static DateTime Time(JsonElement element, string name)
    {
        string text = Text(element, name);
        return TryTime(text, out var time)
            ? time
            : throw new InvalidDataException($"{name} is '{TerminalText.Escape(text)}', expected a time such as 2026-03-01T10:00:00Z");
    }

    /// <summary>Reads a time; one without a zone is UTC.</summary>
    public static bool TryTime(string? text, out DateTime utc) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out utc);
}
