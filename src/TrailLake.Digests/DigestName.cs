using System.Diagnostics.CodeAnalysis;
using TrailLake.Ingest.Archives;

namespace TrailLake.Digests;

/// <summary>
/// What the file name of a digest says:
/// <c>&lt;account&gt;_CloudTrail-Digest_&lt;region&gt;_&lt;trail&gt;_&lt;home region&gt;_&lt;yyyyMMddTHHmmssZ&gt;[_backfill].json.gz</c>.
/// </summary>
/// <param name="Region">Region whose logs it names.</param>
/// <param name="Trail">The trail's name, which may hold underscores.</param>
/// <param name="EndTime">End of the span that it covers, UTC.</param>
/// <param name="IsBackfill">True for one of log files that the hourly digests missed.</param>
sealed record DigestName(string Account, string Region, string Trail, string HomeRegion, DateTime EndTime, bool IsBackfill)
{
    const string Kind = "_CloudTrail-Digest_";
    const string Backfill = "_backfill";

    /// <summary>Reads the last part of a path or key; unpacked files lack <c>.gz</c>.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out DigestName? name)
    {
        name = null;
        var rest = Stem(path);
        bool backfill = rest.EndsWith(Backfill);
        rest = backfill ? rest[..^Backfill.Length] : rest;
        if (rest.Length < 12 + Kind.Length || !ArchiveKeyText.IsAccount(rest[..12]) || !rest[12..].StartsWith(Kind))
        {
            return false;
        }

        // The trail's name may hold the separator: the region stands before it, home region and time behind.
        var account = rest[..12];
        rest = rest[(12 + Kind.Length)..];
        int region = rest.IndexOf('_');
        int time = rest.LastIndexOf('_');
        if (region <= 0 || time <= region || rest.Length - time != 17 || !ArchiveKeyText.TryTime(rest[(time + 1)..], out var end))
        {
            return false;
        }

        var trail = rest[(region + 1)..time];
        int home = trail.LastIndexOf('_');
        if (home <= 0 || !ArchiveKeyText.IsRegion(rest[..region]) || !ArchiveKeyText.IsRegion(trail[(home + 1)..]))
        {
            return false;
        }

        name = new DigestName(
            account.ToString(), rest[..region].ToString(), trail[..home].ToString(), trail[(home + 1)..].ToString(), end, backfill);
        return true;
    }

    /// <summary>The last part of a path or key without <c>.json</c> or <c>.json.gz</c>: what names a file however it was packed.</summary>
    public static ReadOnlySpan<char> Stem(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        name = name.EndsWith(".gz") ? name[..^3] : name;
        return name.EndsWith(".json") ? name[..^5] : name;
    }
}
