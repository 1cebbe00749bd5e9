using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using TrailLake.Generator.Archives;
using Xunit;

namespace TrailLake.Tests.Generator;

/// <summary>The statistics of 2,900 real records, as the shapes aim at them.</summary>
public sealed class RecordStatisticsTests : IDisposable
{
    readonly GeneratedArchive _archive = new(GeneratorProfile.Org, 40_000, seed: 1);
    readonly List<JsonElement> _records;

    public RecordStatisticsTests() => _records = [.. _archive.Records()];

    [Fact]
    public void Org_SharesOfMembers_AreThoseOfRealRecords()
    {
        AssertShare("tlsDetails", 79, 4);
        AssertShare("resources", 24, 7);
        AssertShare("additionalEventData", 10.7, 3);
        AssertShare("errorCode", 10.3, 1.5);
        AssertShare("sessionCredentialFromConsole", 8.8, 2);
        AssertShare("vpcEndpointId", 5.3, 3);
        AssertShare("sharedEventID", 1.2, 0.8);
        AssertPercent(Percent(r => r.GetProperty("requestParameters").ValueKind == JsonValueKind.Null), 11, 3);
        AssertPercent(Percent(r => r.GetProperty("responseElements").ValueKind == JsonValueKind.Null), 88, 4);
    }

    [Fact]
    public void Org_Sizes_AreThoseOfRealRecords()
    {
        var sizes = _records.Select(r => r.GetRawText().Length).Order().ToArray();

        Assert.InRange(sizes[sizes.Length / 2], 1150, 1450);
        Assert.InRange(sizes.Average(), 1200, 1450);
        Assert.InRange(sizes[^1], 2000, 6000);
        Assert.InRange(_archive.Summary.GzipBytes / (double)_archive.Summary.Events, 165, 215);
        Assert.InRange(_archive.Summary.Events / (double)_archive.Summary.Objects, 450, 550);
    }

    [Fact]
    public void Org_Identities_AreOfEveryType()
    {
        var types = _records
            .Select(r => r.GetProperty("userIdentity").TryGetProperty("type", out var type) ? type.GetString() : null)
            .ToHashSet();

        Assert.Superset(
            new HashSet<string?> { "AssumedRole", "IAMUser", "AWSService", "AWSAccount", "Root", "FederatedUser", "IdentityCenterUser",
                "SAMLUser", "WebIdentityUser", null },
            types);
    }

    [Fact]
    public void Org_AccessKeys_CarryTheirAccount()
    {
        foreach (var identity in _records.Select(r => r.GetProperty("userIdentity")).Where(i => i.TryGetProperty("accessKeyId", out _)))
        {
            var key = identity.GetProperty("accessKeyId").GetString()!;
            var bits = key.Skip(4).Take(9).Aggregate(
                0UL, (v, c) => (v << 5) | (uint)"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal));
            Assert.Equal(identity.GetProperty("accountId").GetString(), ((bits >> 4) & ((1UL << 40) - 1)).ToString("000000000000", null));
        }
    }

    public void Dispose() => _archive.Dispose();

    void AssertShare(string member, double expected, double tolerance) =>
        AssertPercent(Percent(r => r.TryGetProperty(member, out _)), expected, tolerance);

    double Percent(Func<JsonElement, bool> test) => 100.0 * _records.Count(test) / _records.Count;

    static void AssertPercent(double actual, double expected, double tolerance) =>
        Assert.InRange(actual, expected - tolerance, expected + tolerance);
}
