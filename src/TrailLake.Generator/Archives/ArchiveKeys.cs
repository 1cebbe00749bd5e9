using System.Globalization;
using TrailLake.Generator.Population;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Archives;

/// <summary>
/// Keys of an organization trail
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html).
/// </summary>
static class ArchiveKeys
{
    /// <summary>Prefix of the second trail's keys.</summary>
    public const string SecondTrail = "security-audit/";

    /// <summary>Prefix of the keys of a further trail, by its number from 2 on.</summary>
    public static string FurtherTrail(int number) => string.Create(CultureInfo.InvariantCulture, $"trail-{number}/");

    // 64 characters for whole bits: A and B come twice.
    static ReadOnlySpan<byte> UniqueAlphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789AB"u8;

    public static string Make(string prefix, string account, string region, long delivered, ulong seed)
    {
        var random = new SplitMix64(seed);
        Span<byte> unique = stackalloc byte[16];
        RandomText.Letters(unique, UniqueAlphabet, ref random);
        var time = DateTime.UnixEpoch.AddSeconds(delivered);
        var day = time.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);
        var minute = time.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
        var name = $"{account}_CloudTrail_{region}_{minute}_{System.Text.Encoding.ASCII.GetString(unique)}.json.gz";
        return $"{prefix}AWSLogs/{Organization.Id}/{account}/CloudTrail/{region}/{day}/{name}";
    }
}
