using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TrailLake.Digests;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Digests;

/// <summary>Each kind of damage has its own verdict, with the digests' own signatures and without.</summary>
public sealed class DigestDamageTests
{
    [Fact]
    public void Whole_EverythingIsValid()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(30, logs: 3);
        var result = archive.Verify();
        result.AssertValid(30 * 4);
        Assert.StartsWith("starting digest", result.Verdicts[0].Why);
        Assert.Equal(
            digests.SelectMany(digest => digest.LogKeys.Prepend(digest.Key)).Select(archive.UriOf),
            result.Verdicts.Select(verdict => verdict.Uri));
        var trail = Assert.Single(result.Report.Trails).Key;
        Assert.Equal(("123456789012", "eu-west-1", "my_trail", "us-east-1"), (trail.Account, trail.Region, trail.Trail, trail.HomeRegion));
    }

    [Fact]
    public void NoSidecars_OnlyTheNewestIsUnsigned()
    {
        using var archive = new DigestArchive { HasSidecars = false };
        var digests = archive.AddHours(4);
        var result = archive.Verify();
        result.AssertComplaints(
            $"unsigned Digest {archive.UriOf(digests[3].Key)}",
            $"unsigned Log {archive.UriOf(digests[3].LogKeys[0])}",
            $"unsigned Log {archive.UriOf(digests[3].LogKeys[1])}");
        Assert.Contains("sidecar", result.Of(archive.UriOf(digests[3].Key)).Why);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChangedLog_IsInvalid(bool sidecars)
    {
        using var archive = new DigestArchive { HasSidecars = sidecars };
        var digests = archive.AddHours(4);
        archive.AddHour(0);
        string log = digests[1].LogKeys[1];
        archive.Write(log, Records.Gzip(Records.File(Records.Of("forged"))));
        var complaints = archive.Verify().Complaints.Where(text => !text.StartsWith("unsigned", StringComparison.Ordinal));
        Assert.Equal([$"invalid-hash Log {archive.UriOf(log)}"], complaints);
    }

    [Fact]
    public void BrokenLog_IsMalformed()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3);
        string cut = digests[0].LogKeys[0];
        string trailing = digests[1].LogKeys[0];
        archive.Write(cut, File.ReadAllBytes(archive.PathOf(cut))[..^9]);
        archive.Write(trailing, [.. File.ReadAllBytes(archive.PathOf(trailing)), 1, 2, 3]);
        archive.Verify().AssertComplaints($"malformed Log {archive.UriOf(cut)}", $"malformed Log {archive.UriOf(trailing)}");
    }

    [Fact]
    public void RemovedLog_IsMissing()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3);
        archive.Delete(digests[1].LogKeys[0]);
        var result = archive.Verify();
        result.AssertComplaints($"missing Log {archive.UriOf(digests[1].LogKeys[0])}");
        Assert.Contains(archive.UriOf(digests[1].Key), result.Of(archive.UriOf(digests[1].LogKeys[0])).Why);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RemovedDigest_IsMissing_AndItsLogsAreNotCovered(bool sidecars)
    {
        using var archive = new DigestArchive { HasSidecars = sidecars };
        var digests = archive.AddHours(5);
        archive.AddHour(0);
        archive.Delete(digests[2].Key);
        var result = archive.Verify();
        var complaints = result.Complaints.Where(text => !text.StartsWith("unsigned", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [$"missing Digest {archive.UriOf(digests[2].Key)}",
                .. digests[2].LogKeys.Select(key => $"not-covered Log {archive.UriOf(key)}")], complaints);
        Assert.Equal("the digest of that time is missing", result.Of(archive.UriOf(digests[2].LogKeys[1])).Why);

        // What stood before the hole has lost its witness: only its own signature can prove it.
        Assert.Equal(sidecars ? DigestState.Valid : DigestState.Unsigned, result.Of(archive.UriOf(digests[1].Key)).State);
    }

    [Fact]
    public void TwoRemovedDigests_OneIsProvenMissing_TheOtherIsAGap()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(6, logs: 0);
        archive.Delete(digests[2].Key);
        archive.Delete(digests[3].Key);
        var result = archive.Verify();
        result.AssertComplaints($"missing Digest {archive.UriOf(digests[3].Key)}", $"gap Gap {archive.UriOf(digests[4].Key)}");
        Assert.Contains(
            "2026-03-01T11:00:00Z to 2026-03-01T12:00:00Z", result.Verdicts.Single(verdict => verdict.Kind == DigestVerdictKind.Gap).Why);
        Assert.Contains("about 1 more", result.Verdicts.Single(verdict => verdict.Kind == DigestVerdictKind.Gap).Why);
    }

    [Fact]
    public void OldestDigestsRemoved_TheLastOfThemIsMissing_UnlessTheyAreNotAskedFor()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(5, logs: 0);
        archive.Delete(digests[0].Key);
        archive.Delete(digests[1].Key);
        archive.Verify().AssertComplaints($"missing Digest {archive.UriOf(digests[1].Key)}");
        archive.Verify(new DigestVerificationOptions { From = digests[1].End }).AssertValid(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChangedDigest_AloneIsAccused(bool sidecars)
    {
        using var archive = new DigestArchive { HasSidecars = sidecars };
        var digests = archive.AddHours(6, logs: 1);
        archive.AddHour(0);

        // Even where it lies about the digest before it, that one is not accused.
        archive.Change(digests[2], $"\"previousDigestHashValue\":\"{digests[1].Sha256[..8]}", "\"previousDigestHashValue\":\"00000000");
        archive.Change(digests[4], "2026-03-01T13:05", "2026-03-01T13:06");
        archive.Change(digests[4], "\"newestEventTime\":null", "\"newestEventTime\":\"2026-03-01T13:00:00Z\"");
        var result = archive.Verify();
        string[] accused = [.. result.Complaints.Where(
            text => text.Contains("Digest file", StringComparison.Ordinal) && !text.StartsWith("unsigned", StringComparison.Ordinal))];
        Assert.Equal(
            [$"invalid-hash Digest {archive.UriOf(digests[2].Key)}", $"invalid-hash Digest {archive.UriOf(digests[4].Key)}"], accused);

        // Its log is what it says, but who says so is not to be believed.
        Assert.Equal(DigestState.Unsigned, result.Of(archive.UriOf(digests[4].LogKeys[0])).State);
    }

    [Fact]
    public void ChangedDigestWithChangedSuccessor_BothAreAccused()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(5, logs: 0);
        archive.Change(digests[1], "\"oldestEventTime\":null", "\"oldestEventTime\":\"2026-03-01T10:00:00Z\"");
        string forged = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(digests[1].Content).Replace(
                "\"oldestEventTime\":null", "\"oldestEventTime\":\"2026-03-01T10:00:00Z\"", StringComparison.Ordinal))));
        archive.Change(digests[2], digests[1].Sha256, forged);
        archive.Verify().AssertComplaints(
            $"invalid-signature Digest {archive.UriOf(digests[1].Key)}", $"invalid-hash Digest {archive.UriOf(digests[2].Key)}");
    }

    [Fact]
    public void ChangedNewestDigest_HasAnInvalidSignature()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3, logs: 0);
        archive.Change(digests[2], "\"oldestEventTime\":null", "\"oldestEventTime\":\"2026-03-01T10:00:00Z\"");
        archive.Verify().AssertComplaints($"invalid-signature Digest {archive.UriOf(digests[2].Key)}");
    }

    [Fact]
    public void ReplacedByAnotherGenuineDigest_TheChainTells_ThoughItsSignatureHolds()
    {
        // Signed by the same key for the same place, and not what the next one follows: `validate-logs` compares neither hash nor
        // signature.
        using var archive = new DigestArchive();
        var digests = archive.AddHours(2, logs: 1);
        using var other = new DigestArchive { Signer = archive.Signer };
        var replacement = other.AddHours(2, logs: 2)[1];
        archive.AddHours(2, logs: 0);
        Assert.Equal(digests[1].Key, replacement.Key);
        archive.Save(replacement);
        var result = archive.Verify();
        var verdict = result.Of(archive.UriOf(digests[1].Key));
        Assert.Equal(DigestState.InvalidHash, verdict.State);
        Assert.Contains("its signature holds, but the next digest follows another", verdict.Why);
    }

    [Fact]
    public void SwappedPair_BothAreMoved()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(5, logs: 0);
        archive.Save(digests[1] with { Key = digests[2].Key });
        archive.Save(digests[2] with { Key = digests[1].Key });
        var result = archive.Verify();
        result.AssertComplaints($"moved Digest {archive.UriOf(digests[1].Key)}", $"moved Digest {archive.UriOf(digests[2].Key)}");
        Assert.EndsWith(digests[2].Key, result.Of(archive.UriOf(digests[1].Key)).Why);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WrongKey_SignaturesDoNotHold(bool sidecars)
    {
        using var archive = new DigestArchive { HasSidecars = sidecars };
        archive.AddHours(3, logs: 0);
        using var other = TestKeys.Second();
        string keys = archive.WriteKeys("wrong.json", other);
        File.WriteAllText(keys, File.ReadAllText(keys).Replace(
            DigestArchive.Fingerprint(other), DigestArchive.Fingerprint(archive.Signer), StringComparison.Ordinal));
        archive.Keys = keys;
        var states = archive.Verify().Verdicts.Select(verdict => verdict.State);
        Assert.Equal(
            [DigestState.InvalidSignature, DigestState.InvalidSignature, sidecars ? DigestState.InvalidSignature : DigestState.Unsigned],
            states);
    }

    [Fact]
    public void UnknownKey_IsSaid_ForDigestAndLogs()
    {
        using var archive = new DigestArchive();
        archive.AddHours(2, logs: 1);
        using var other = TestKeys.Second();
        archive.Keys = archive.WriteKeys("other.json", other);
        var result = archive.Verify();
        Assert.All(result.Verdicts, verdict => Assert.Equal(DigestState.KeyUnknown, verdict.State));
        Assert.Contains(DigestArchive.Fingerprint(archive.Signer), result.Verdicts[0].Why);
    }

    [Fact]
    public void KeyOutOfUse_IsUnknown()
    {
        using var archive = new DigestArchive { Clock = new DateTime(2027, 2, 1, 0, 0, 0, DateTimeKind.Utc) };
        archive.AddHour(0);
        var verdict = Assert.Single(archive.Verify().Verdicts);
        Assert.Equal(DigestState.KeyUnknown, verdict.State);
        Assert.Contains("was not in use", verdict.Why);
    }

    [Fact]
    public void RotatedKey_BothAreValid()
    {
        using var archive = new DigestArchive();
        archive.AddHours(2);
        using var first = archive.Signer;
        archive.Signer = TestKeys.Second();
        archive.Keys = archive.WriteKeys("both.json", first, archive.Signer);
        archive.AddHours(2);
        archive.Verify().AssertValid(12);
    }

    [Fact]
    public void ExtraLog_IsNotCovered_WithTheReason()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3, logs: 1);
        string inside = archive.AddLog("eu-west-1", digests[1].End.AddMinutes(-20)).Key;
        string before = archive.AddLog("eu-west-1", digests[0].End.AddDays(-1)).Key;
        string after = archive.AddLog("eu-west-1", digests[2].End.AddMinutes(10)).Key;
        string elsewhere = archive.AddLog("us-west-2", digests[1].End).Key;
        var result = archive.Verify();
        result.AssertComplaints([.. new[] { inside, before, after, elsewhere }.Select(key => $"not-covered Log {archive.UriOf(key)}")]);
        Assert.StartsWith("digests cover the time", result.Of(archive.UriOf(inside)).Why);
        Assert.StartsWith("delivered before the first digest", result.Of(archive.UriOf(before)).Why);
        Assert.StartsWith("not yet covered", result.Of(archive.UriOf(after)).Why);
        Assert.StartsWith("there is no digest of this account and region", result.Of(archive.UriOf(elsewhere)).Why);
    }

    [Fact]
    public void RestartedTrail_IsAGap()
    {
        using var archive = new DigestArchive();
        archive.AddHours(2);
        archive.Clock = archive.Clock.AddHours(5);
        var start = archive.AddHour(isStart: true);
        archive.AddHour();
        string between = archive.AddLog("eu-west-1", start.End.AddHours(-3)).Key;
        var result = archive.Verify();
        result.AssertComplaints($"gap Gap {archive.UriOf(start.Key)}", $"not-covered Log {archive.UriOf(between)}");
        Assert.Equal(
            "no digest covers 2026-03-01T11:00:00Z to 2026-03-01T16:00:00Z: the chain ends and begins anew: logging or validation was off",
            result.Verdicts.Single(verdict => verdict.Kind == DigestVerdictKind.Gap).Why);
        Assert.Contains("logging or validation was off", result.Of(archive.UriOf(between)).Why);
        Assert.StartsWith("starting digest", result.Of(archive.UriOf(start.Key)).Why);
    }

    [Fact]
    public void Backfill_IsAChainOfItsOwn()
    {
        using var archive = new DigestArchive();
        archive.AddHours(2);
        var first = archive.AddHour(logs: 1, isBackfill: true);
        archive.AddHours(2);
        archive.AddHour(logs: 1, isBackfill: true);
        var result = archive.Verify();
        result.AssertValid(16);
        Assert.Equal(2, result.Report.Count(DigestVerdictKind.BackfillDigest, DigestState.Valid));

        archive.Change(first, "\"oldestEventTime\":null", "\"oldestEventTime\":\"2026-03-01T10:00:00Z\"");
        Assert.Contains($"invalid-hash BackfillDigest {archive.UriOf(first.Key)}", archive.Verify().Complaints);
    }

    [Fact]
    public void NotJson_IsMalformed_AndTheRestIsStillJudged()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(5, logs: 1);
        archive.Write(digests[2].Key, Records.Gzip("<html>not found</html>"));
        var result = archive.Verify();
        result.AssertComplaints(
            $"malformed Digest {archive.UriOf(digests[2].Key)}", $"not-covered Log {archive.UriOf(digests[2].LogKeys[0])}");
        Assert.Equal(("it is not JSON (line 1, byte 0)", 1), (result.Report.FirstMalformed!.Why, result.Report.Malformed));
    }

    [Theory]
    [InlineData("../../../../../../../../../../../../etc/passwd")]
    [InlineData("AWSLogs/123456789012/CloudTrail/../../../../secret")]
    [InlineData("AWSLogs/123456789012//x")]
    public void LogKeyThatLeadsOut_IsNotRead(string key)
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(2, logs: 1);
        archive.Change(digests[1], digests[1].LogKeys[0], key);
        var verdict = archive.Verify().Verdicts.Single(verdict => verdict.Uri == key);
        Assert.Equal(DigestState.Missing, verdict.State);
        Assert.StartsWith("the key leads out of the archive", verdict.Why);
    }

    [Fact]
    public void BrokenSidecar_IsAProblem_AndTheSuccessorStillProves()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(3, logs: 0);
        File.WriteAllText(archive.PathOf(digests[0].Key) + ".metadata", "signature=ab");
        var result = archive.Verify();
        Assert.Empty(result.Complaints);
        Assert.False(result.Report.IsValid);
        Assert.Contains("is no JSON object of texts", Assert.Single(result.Report.Problems).Message);
    }

    [Fact]
    public void Random_OneChangedByteAnywhere_IsAlwaysNoticed()
    {
        const int Seed = 20260301;
        var random = new Random(Seed);
        using var archive = new DigestArchive();
        var digests = archive.AddHours(4, logs: 2);
        var keys = digests.SelectMany(digest => digest.LogKeys.Prepend(digest.Key)).ToList();
        for (int i = 0; i < 60; i++)
        {
            string key = keys[random.Next(keys.Count)];
            byte[] stored = File.ReadAllBytes(archive.PathOf(key));

            // In the content, packed again: where gzip itself would notice, nothing is proven about the signatures.
            using var inflater = new System.IO.Compression.GZipStream(
                new MemoryStream(stored), System.IO.Compression.CompressionMode.Decompress);
            using var content = new MemoryStream();
            inflater.CopyTo(content);
            byte[] changed = content.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            archive.Write(key, Records.Gzip(changed));
            var verdict = archive.Verify().Verdicts.FirstOrDefault(verdict => verdict.Uri == archive.UriOf(key));
            Assert.True(
                verdict is not null && verdict.State != DigestState.Valid,
                $"seed {Seed}, step {i}: {key} was changed and is {verdict?.State}");
            archive.Write(key, stored);
        }

        archive.Verify().AssertValid(12);
    }
}
