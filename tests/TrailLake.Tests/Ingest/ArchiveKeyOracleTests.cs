using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using TrailLake.Ingest.Archives;
using Xunit;

namespace TrailLake.Tests.Ingest;

/// <summary>
/// The parser against the published patterns for keys and file names, on keys that are built from good and hostile parts.
/// </summary>
public sealed partial class ArchiveKeyOracleTests
{
    const int Seed = 20230710;

    static readonly string[] s_folders =
    [
        "AWSLogs", "AWSLogs", "123456789012", "000000000000", "o-exampleorgid", "o-a1b2c3d4e5f6", "CloudTrail", "CloudTrail-Digest",
        "CloudTrail-Insight", "CloudTrail-NetworkActivity", "CloudTrail-Aggregated", "us-east-1", "us-isob-east-1", "2023", "07", "10",
        "", ".", "..", "12345678901\u0662", "us_east_1", "Config", "p", "\u202Ex", "02", "30", "7", "o-", "awslogs",
    ];

    static readonly string[] s_files =
    [
        "123456789012_CloudTrail_us-east-1_20230710T1220Z_WMiHxZgr5Hdd6UDc.json.gz",
        "123456789012_CloudTrail_us-east-1_20230710T1220ZW.json",
        "123456789012_CloudTrail-Insight_eu-west-3_20240229T0000Z_a.json.gz", "123456789012_CloudTrail_us-east-1_20230230T1220Z_W.json.gz",
        "123456789012_CloudTrail-Digest_us-east-1_a_b_eu-west-1_20230710T122001Z.json.gz", "x.json", "123456789012_CloudTrail__.json", "_",
        "12345678901\u0662_CloudTrail_us-east-1_20230710T1220Z_W.json.gz", "123456789012_CloudTrail_us-east-1_20230710T1220Z", "",
    ];

    [Fact]
    public void Parse_AgreesWithThePublishedPatterns()
    {
        var random = new Random(Seed);
        int full = 0;
        int named = 0;
        for (int i = 0; i < 200_000; i++)
        {
            string key = Make(random);
            var parsed = ArchiveKeyParser.Parse(key);
            var match = Key.Match(key);
            if (match.Success && TryDay(match, out var day))
            {
                full++;
                Assert.True(parsed.Kind == KindOf(match.Groups["kind"].Value), $"seed {Seed}, key {i}: '{key}' gave {parsed}");
                string prefix = match.Groups["prefix"].Value;
                Assert.Equal(prefix.Length == 0 ? "" : prefix[..^1], parsed.Prefix);
                Assert.Equal(match.Groups["org"].Success ? match.Groups["org"].Value : null, parsed.Organization);
                Assert.Equal(match.Groups["acct"].Value, parsed.Account);
                Assert.Equal(match.Groups["region"].Value, parsed.Region);
                Assert.Equal(day, parsed.Day);
                continue;
            }

            var file = File.Match(key[(key.LastIndexOf('/') + 1)..]);
            if (file.Success && !key.Contains("AWSLogs/", StringComparison.Ordinal) && !key.Contains("/C", StringComparison.Ordinal)
                && !key.StartsWith('C') && TryTime(file.Groups[4].Value, out var time))
            {
                named++;
                var expected = new ArchiveKey(
                    KindOf(file.Groups[2].Value), "", null, file.Groups[1].Value, file.Groups[3].Value, DateOnly.FromDateTime(time), time);
                Assert.True(expected == parsed, $"seed {Seed}, key {i}: '{key}' gave {parsed}");
            }
        }

        Assert.True(full > 10_000, $"only {full} whole keys");
        Assert.True(named > 1_000, $"only {named} names");
    }

    [Fact]
    public void Parse_WhateverTheKey_PartsAreWellFormed()
    {
        var random = new Random(Seed + 1);
        for (int i = 0; i < 100_000; i++)
        {
            string key = random.Next(4) == 0 ? Mutate(Make(random), random) : Make(random);
            var parsed = ArchiveKeyParser.Parse(key);
            string why = $"seed {Seed + 1}, key {i}: '{key}' gave {parsed}";
            Assert.True(parsed.Account is null || Account.IsMatch(parsed.Account), why);
            Assert.True(parsed.Region is null
                || (parsed.Region.Length > 0 && !parsed.Region.Any(c => c is '/' or '_') && parsed.Region is not (".." or ".")), why);
            Assert.True(parsed.Account is not null || parsed.Kind is ArchiveKind.Unknown or ArchiveKind.FolderMarker, why);
            Assert.True(key.StartsWith(parsed.Prefix, StringComparison.Ordinal), why);
        }
    }

    // Half of the keys have the right shape with one part in five replaced; the others are random words.
    static string Make(Random random)
    {
        string Any() => s_folders[random.Next(s_folders.Length)];
        string Or(string part) => random.Next(random.Next(2) == 0 ? 5 : 50) == 0 ? Any() : part;
        string file = s_files[random.Next(s_files.Length)];
        if (random.Next(2) == 0)
        {
            return string.Join('/', Enumerable.Range(0, random.Next(5)).Select(_ => Any()).Append(file));
        }

        string prefix = random.Next(3) switch { 0 => "", 1 => Any() + "/", _ => Any() + "/" + Any() + "/" };
        string organization = random.Next(2) == 0 ? "" : Or("o-exampleorgid") + "/";
        string kind = s_folders[random.Next(6, 11)];
        return $"{prefix}{Or("AWSLogs")}/{organization}{Or("123456789012")}/{kind}/{Or("us-east-1")}/{Or("2023")}/{Or("07")}/{Or("10")}/"
            + $"{file}";
    }

    static string Mutate(string key, Random random)
    {
        char[] chars = key.ToCharArray();
        for (int i = 0; i < 3 && chars.Length > 0; i++)
        {
            chars[random.Next(chars.Length)] = "/_-.\0\u0661Z0\\\uD800"[random.Next(10)];
        }

        return new string(chars);
    }

    static ArchiveKind KindOf(string folder) => folder switch
    {
        "CloudTrail" => ArchiveKind.CloudTrail,
        "CloudTrail-Digest" => ArchiveKind.Digest,
        _ => Enum.Parse<ArchiveKind>(folder["CloudTrail-".Length..]),
    };

    static bool TryDay(Match match, out DateOnly day) => DateOnly.TryParseExact(
        $"{match.Groups["y"].Value}-{match.Groups["m"].Value}-{match.Groups["d"].Value}",
        "yyyy-MM-dd",
        CultureInfo.InvariantCulture,
        DateTimeStyles.None,
        out day);

    static bool TryTime(string text, out DateTime time) => DateTime.TryParseExact(
        text,
        "yyyyMMdd'T'HHmm'Z'",
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time);

    // As published, with [0-9] for \d, which takes digits of other scripts in .NET.
    [GeneratedRegex(
        @"^(?<prefix>(?:.+/)?)AWSLogs/(?:(?<org>o-[a-z0-9]{10,32})/)?(?<acct>[0-9]{12})/"
            + @"(?<kind>CloudTrail(?:-Digest|-Insight|-NetworkActivity|-Aggregated)?)/(?<region>[a-z]{2,}(?:-[a-z]+)+-[0-9]+)/"
            + @"(?<y>[0-9]{4})/(?<m>[0-9]{2})/(?<d>[0-9]{2})/(?<file>[^/]+)$")]
    static partial Regex Key { get; }

    [GeneratedRegex(
        @"^([0-9]{12})_(CloudTrail(?:-Insight|-NetworkActivity|-Aggregated)?)_([a-z0-9-]+)_([0-9]{8}T[0-9]{4}Z)_?"
            + @"([A-Za-z0-9]+)\.json(?:\.gz)?$")]
    static partial Regex File { get; }

    [GeneratedRegex("^[0-9]{12}$")]
    static partial Regex Account { get; }
}
