using System;
using System.Security.Cryptography;
using System.Text;
using TrailLake.Digests;
using TrailLake.Errors;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Digests;

/// <summary>Names, the signed text, and keys files.</summary>
public sealed class DigestFormatTests
{
    [Fact]
    public void SignedBytes_AsInAwsOwnTests()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData("abc"u8));
        Assert.Equal(
            "a\nb/c\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\nnull",
            Encoding.UTF8.GetString(DigestSignature.SignedBytes("a", "b", "c", hash, null)));
    }

    [Theory]
    [InlineData(
        "x/111122223333_CloudTrail-Digest_eu-west-1_a_b__c_us-east-1_20260301T100000Z.json.gz", "eu-west-1", "a_b__c", "us-east-1", false)]
    [InlineData(
        "111122223333_CloudTrail-Digest_us-gov-west-1_t_us-gov-east-1_20260301T100000Z_backfill.json", "us-gov-west-1", "t",
        "us-gov-east-1", true)]
    public void Name_IsReadFromBothEnds(string path, string region, string trail, string home, bool backfill)
    {
        Assert.True(DigestName.TryParse(path, out var name));
        Assert.Equal(new DigestName("111122223333", region, trail, home, new DateTime(2026, 3, 1, 10, 0, 0), backfill), name);
    }

    [Theory]
    [InlineData("111122223333_CloudTrail-Digest_eu-west-1_us-east-1_20260301T100000Z.json.gz")]
    [InlineData("111122223333_CloudTrail-Digest_eu-west-1_t_us-east-1_20260301T1000Z.json.gz")]
    [InlineData("111122223333_CloudTrail-Digest_eu-west-1_t_us-east-1_20260231T100000Z.json.gz")]
    [InlineData("11112222333_CloudTrail-Digest_eu-west-1_t_us-east-1_20260301T100000Z.json.gz")]
    [InlineData("111122223333_CloudTrail_eu-west-1_20260301T1000Z_AAAAAAAAAAAAAAAA.json.gz")]
    [InlineData("111122223333_CloudTrail-Digest_")]
    [InlineData("")]
    public void Name_OfSomethingElse_IsNone(string path) => Assert.False(DigestName.TryParse(path, out _));

    [Fact]
    public void Keys_BothEncodingsAndBothTimes()
    {
        using var rsa = RSA.Create(2048);
        string info = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
        string list =
            $$"""[{"Value":"{{info}}","Fingerprint":"AB","ValidityStartTime":"2026-01-01T00:00:00+01:00","ValidityEndTime":1798761600.5}]""";
        foreach (string text in new[] { list, $$"""{"PublicKeyList":{{list}}}""" })
        {
            var keys = PublicKeys.Parse(Records.Utf8(text), "k");
            Assert.NotNull(keys.Find("ab", new DateTime(2026, 6, 1)));
            Assert.NotNull(keys.Find("ab", new DateTime(2025, 12, 31, 21, 30, 0)));
            Assert.Null(keys.Find("ab", new DateTime(2025, 12, 31, 20, 30, 0)));
            Assert.NotNull(keys.Find("ab", null));
            Assert.Null(keys.Find("cd", null));
        }
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("-----BEGIN PUBLIC KEY-----", "it is not JSON")]
    [InlineData("{\"Keys\":[]}", "it has no PublicKeyList")]
    [InlineData("{\"PublicKeyList\":[]}", "an empty one")]
    [InlineData("{\"PublicKeyList\":[7]}", "a key lacks Value or Fingerprint")]
    [InlineData("{\"PublicKeyList\":[{\"Value\":7,\"Fingerprint\":\"a\"}]}", "is no keys file")]
    [InlineData("{\"PublicKeyList\":[{\"Value\":\"%\",\"Fingerprint\":\"a\"}]}", "is no keys file")]
    [InlineData("{\"PublicKeyList\":[{\"Value\":\"AAAA\",\"Fingerprint\":\"a\"}]}", "the key a is no RSA public key")]
    public void Keys_OfSomethingElse_AreRefusedInOneLine(string text, string part)
    {
        var error = Assert.Throws<TrailLakeException>(() => PublicKeys.Parse(Records.Utf8(text), "k.json"));
        Assert.StartsWith("'k.json' is no keys file: ", error.Message);
        Assert.Contains(part, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.EndsWith("expected the JSON that `aws cloudtrail list-public-keys` prints, with a PublicKeyList", error.Message);
    }

    [Theory]
    [InlineData("[]", "it holds a JSON array where a digest is an object")]
    [InlineData("{}", "it has no text digestSignatureAlgorithm")]
    [InlineData("{\"digestSignatureAlgorithm\":\"MD5withRSA\"}", "digestSignatureAlgorithm is 'MD5withRSA', expected SHA256withRSA")]
    [InlineData(
        "{\"digestSignatureAlgorithm\":\"SHA256withRSA\",\"digestStartTime\":\"x\"}",
        "digestStartTime is 'x', expected a time such as 2026-03-01T10:00:00Z")]
    [InlineData("{\"digestSignatureAlgorithm\":\"\\ud800\"}", "digestSignatureAlgorithm is no text")]
    public void Digest_OfSomethingElse_SaysWhatIsWrong(string text, string message) =>
        Assert.Equal(message, Assert.Throws<System.IO.InvalidDataException>(() => DigestDocument.Parse(Records.Utf8(text))).Message);
}
