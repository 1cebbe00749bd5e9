using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrailLake.Digests;
using TrailLake.Ingest.Sources;
using TrailLake.Paths;
using TrailLake.Tests.Support;

namespace TrailLake.Tests.Digests;

/// <summary>
/// An archive with log file validation, written to a folder of its own with keys of its own. Signing is written here anew from the
/// documentation, so that it checks what the product makes of it.
/// </summary>
sealed class DigestArchive : IDisposable
{
    const string Account = "123456789012";

    readonly TempFolder _folder = new();
    readonly Dictionary<string, List<TestDigest>> _chains = [];
    readonly string _root;
    readonly string _bucket;
    int _events;

    public DigestArchive(string bucket = "trail-bucket", string root = "AWSLogs/")
    {
        _bucket = bucket;
        _root = root;
        Signer = TestKeys.First();
        Keys = WriteKeys("keys.json", Signer);
    }

    /// <summary>The key that signs from here on.</summary>
    public RSA Signer { get; set; }

    /// <summary>The keys file.</summary>
    public string Keys { get; set; }

    /// <summary>The folder that stands for the bucket.</summary>
    public string Copy => _folder.File("copy");

    /// <summary>Whether digests get their sidecars.</summary>
    public bool HasSidecars { get; init; } = true;

    /// <summary>End of the last digest, or the start of the first.</summary>
    public DateTime Clock { get; set; } = new(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    public static string Fingerprint(RSA key) => Convert.ToHexStringLower(MD5.HashData(key.ExportRSAPublicKey()));

    /// <summary>Any file beside the archive.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Path of an object in the copy.</summary>
    public string PathOf(string key) => Path.Combine(Copy, key);

    /// <summary>URI of an object in the copy.</summary>
    public string UriOf(string key) => FileUri.FromPath(PathOf(key));

    /// <summary>A keys file with some keys.</summary>
    public string WriteKeys(string name, params RSA[] keys) => _folder.Write(name, JsonSerializer.Serialize(new
    {
        PublicKeyList = keys.Select(key => new
        {
            Value = Convert.ToBase64String(key.ExportRSAPublicKey()),
            ValidityStartTime = 1767225600.0,
            ValidityEndTime = "2027-01-01T00:00:00+00:00",
            Fingerprint = Fingerprint(key),
        }),
    }));

    /// <summary>Some digests in a row, an hour each.</summary>
    public TestDigest[] AddHours(int count, int logs = 2) => [.. Enumerable.Range(0, count).Select(_ => AddHour(logs))];

    /// <summary>The next digest of a chain with its log files.</summary>
    public TestDigest AddHour(int logs = 2, string region = "eu-west-1", bool isStart = false, bool isBackfill = false, bool save = true)
    {
        var chain = _chains.TryGetValue(region + isBackfill, out var known) ? known : _chains[region + isBackfill] = [];
        var start = Clock;
        Clock = isBackfill ? Clock : Clock.AddHours(1);
        var end = start.AddHours(1);
        var files = Enumerable.Range(0, logs).Select(i => AddLog(region, start.AddMinutes(5 * (i + 1)))).ToList();
        var previous = isStart ? null : chain.LastOrDefault();
        string key = $"{_root}{Account}/CloudTrail-Digest/{region}/{end:yyyy/MM/dd}/"
            + $"{Account}_CloudTrail-Digest_{region}_my_trail_us-east-1_{end:yyyyMMddTHHmmssZ}{(isBackfill ? "_backfill" : "")}.json.gz";
        string content = JsonSerializer.Serialize(new
        {
            awsAccountId = Account,
            digestStartTime = $"{start:yyyy-MM-ddTHH:mm:ssZ}",
            digestEndTime = $"{end:yyyy-MM-ddTHH:mm:ssZ}",
            digestS3Bucket = _bucket,
            digestS3Object = key,
            digestPublicKeyFingerprint = Fingerprint(Signer),
            digestSignatureAlgorithm = "SHA256withRSA",
            newestEventTime = (string?)null,
            oldestEventTime = (string?)null,
            previousDigestS3Bucket = previous?.Bucket,
            previousDigestS3Object = previous?.Key,
            previousDigestHashValue = previous?.Sha256,
            previousDigestHashAlgorithm = previous is null ? null : "SHA-256",
            previousDigestSignature = previous?.Signature,
            logFiles = files.Select(
                file => new { s3Bucket = _bucket, s3Object = file.Key, hashValue = file.Sha256, hashAlgorithm = "SHA-256" }),
        });
        var bytes = Encoding.UTF8.GetBytes(content);
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string signed = $"{end:yyyy-MM-ddTHH:mm:ssZ}\n{_bucket}/{key}\n{hash}\n{previous?.Signature ?? "null"}";
        string signature = Convert.ToHexStringLower(
            Signer.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var digest = new TestDigest(_bucket, key, end, bytes, hash, signature, [.. files.Select(file => file.Key)]);
        chain.Add(digest);
        if (save)
        {
            Save(digest);
        }

        return digest;
    }

    /// <summary>A log file that no digest names yet.</summary>
    public (string Key, string Sha256) AddLog(string region, DateTime delivered)
    {
        int number = ++_events;
        string key = $"{_root}{Account}/CloudTrail/{region}/{delivered:yyyy/MM/dd}/"
            + $"{Account}_CloudTrail_{region}_{delivered:yyyyMMddTHHmmZ}_{number:D16}.json.gz";
        var content = Encoding.UTF8.GetBytes(Records.File(Records.Of($"e{number}")));
        Write(key, Records.Gzip(content));
        return (key, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>Writes a digest and its sidecar.</summary>
    public void Save(TestDigest digest)
    {
        Write(digest.Key, Records.Gzip(digest.Content));
        if (HasSidecars)
        {
            string metadata = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["signature"] = digest.Signature,
                ["signature-algorithm"] = "SHA256withRSA",
                ["backfill-generation-timestamp"] = "2026-03-02T00:00:00Z",
            });
            Write(digest.Key + ".metadata", Encoding.UTF8.GetBytes(metadata));
        }
    }

    /// <summary>Replaces a digest's content by one in which a text is another.</summary>
    public void Change(TestDigest digest, string from, string to) =>
        Write(
            digest.Key,
            Records.Gzip(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(digest.Content).Replace(from, to, StringComparison.Ordinal))));

    public void Delete(string key)
    {
        System.IO.File.Delete(PathOf(key));
        System.IO.File.Delete(PathOf(key) + ".metadata");
    }

    public void Write(string key, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
        System.IO.File.WriteAllBytes(PathOf(key), content);
    }

    /// <summary>Verifies the copy.</summary>
    public Verification Verify(DigestVerificationOptions? options = null, string? folder = null, DigestVerdictIndex? index = null) =>
        Verify(new LocalLogSource(folder ?? Copy), options, index);

    /// <summary>Verifies any source with this archive's keys.</summary>
    public Verification Verify(ILogSource source, DigestVerificationOptions? options = null, DigestVerdictIndex? index = null)
    {
        var verdicts = new List<DigestVerdict>();
        var report = new DigestVerifier(source, PublicKeys.Load(Keys), options).RunAsync(verdicts.Add, index).GetAwaiter().GetResult();
        return new Verification(verdicts, report);
    }

    public void Dispose()
    {
        Signer.Dispose();
        _folder.Dispose();
    }
}
