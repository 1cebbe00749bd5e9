using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using TrailLake.Digests;
using Xunit;

namespace TrailLake.Tests.Digests;

/// <summary>Copies of all shapes: rooted anywhere, under a prefix, of an organization, flattened, unpacked, of a moved bucket.</summary>
public sealed class DigestLocationTests
{
    [Theory]
    [InlineData("AWSLogs/", "")]
    [InlineData("AWSLogs/", "AWSLogs")]
    [InlineData("AWSLogs/", "AWSLogs/123456789012")]
    [InlineData("AWSLogs/", "AWSLogs/123456789012/CloudTrail-Digest")]
    [InlineData("my/prefix/AWSLogs/", "")]
    [InlineData("my/prefix/AWSLogs/o-exampleorg1/", "my/prefix")]
    [InlineData("o-exampleorg1/AWSLogs/o-exampleorg1/", "o-exampleorg1/AWSLogs/o-exampleorg1/123456789012")]
    public void Copy_RootedAnywhere_IsValid(string root, string from)
    {
        using var archive = new DigestArchive(root: root);
        archive.AddHours(3);
        archive.Verify(folder: archive.PathOf(from)).AssertValid(9);
    }

    [Theory]
    [InlineData("AWSLogs", "evidence/copy 1")]
    [InlineData("AWSLogs/123456789012", "123456789012")]
    [InlineData("AWSLogs/123456789012", "case 7/123456789012")]
    public void Copy_OfAPart_ElsewhereOnTheDisk_IsValid(string part, string target)
    {
        using var archive = new DigestArchive(root: "AWSLogs/");
        archive.AddHours(3);
        string moved = archive.File(target);
        Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
        Directory.Move(archive.PathOf(part), moved);
        archive.Verify(folder: moved).AssertValid(9);
        archive.Verify(folder: Path.GetDirectoryName(moved)).AssertValid(9);
    }

    [Fact]
    public void Copy_AllFilesInOneFolder_IsValid()
    {
        using var archive = new DigestArchive();
        archive.AddHours(3);
        string flat = archive.File("flat");
        Directory.CreateDirectory(flat);
        foreach (string path in Directory.GetFiles(archive.Copy, "*", SearchOption.AllDirectories))
        {
            File.Copy(path, Path.Combine(flat, Path.GetFileName(path)));
        }

        archive.Verify(folder: flat).AssertValid(9);
    }

    [Fact]
    public void Copy_Unpacked_IsValid()
    {
        using var archive = new DigestArchive();
        archive.AddHours(3);
        foreach (string path in Directory.GetFiles(archive.Copy, "*.gz", SearchOption.AllDirectories))
        {
            using (var inflater = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            using (var plain = File.Create(path[..^3]))
            {
                inflater.CopyTo(plain);
            }

            File.Delete(path);
        }

        archive.Verify().AssertValid(9);
    }

    [Fact]
    public void CopyOfAnotherBucket_IsMoved_WhenTheBucketIsGiven()
    {
        using var archive = new DigestArchive(bucket: "old-bucket");
        archive.AddHours(2, logs: 1);
        archive.Verify(new DigestVerificationOptions { Bucket = "old-bucket" }).AssertValid(4);
        var result = archive.Verify(new DigestVerificationOptions { Bucket = "new-bucket" });
        Assert.All(result.Verdicts, verdict => Assert.Equal(DigestState.Moved, verdict.State));
        Assert.Contains("s3://old-bucket/AWSLogs/", result.Verdicts[0].Why);
    }

    [Fact]
    public void DigestInAnotherRegionsFolder_IsMoved()
    {
        using var archive = new DigestArchive();
        var digests = archive.AddHours(2, logs: 0);
        string other = digests[1].Key.Replace("CloudTrail-Digest/eu-west-1", "CloudTrail-Digest/eu-west-2", StringComparison.Ordinal);
        archive.Save(digests[1] with { Key = other });
        archive.Delete(digests[1].Key);
        archive.Verify().AssertComplaints($"moved Digest {archive.UriOf(other)}");
    }

    [Fact]
    public void Span_OnlyItsDigests_AndTheNextAsWitness()
    {
        using var archive = new DigestArchive { HasSidecars = false };
        var digests = archive.AddHours(60, logs: 1);
        var result = archive.Verify(new DigestVerificationOptions { From = digests[9].End, To = digests[39].End });
        result.AssertValid(60);
        Assert.Equal(
            (archive.UriOf(digests[10].Key), archive.UriOf(digests[39].LogKeys[0])), (result.Verdicts[0].Uri, result.Verdicts[^1].Uri));
    }

    [Fact]
    public void SeveralRegions_EachHasItsChain()
    {
        using var archive = new DigestArchive();
        for (int i = 0; i < 30; i++)
        {
            foreach (string region in new[] { "eu-west-1", "us-east-1", "ap-south-1" })
            {
                archive.AddHour(1, region);
                archive.Clock = archive.Clock.AddHours(-1);
            }

            archive.Clock = archive.Clock.AddHours(1);
        }

        var result = archive.Verify();
        result.AssertValid(180);
        Assert.Equal(["ap-south-1", "eu-west-1", "us-east-1"], result.Report.Trails.Keys.Select(trail => trail.Region));
        Assert.Equal(60, archive.Verify(new DigestVerificationOptions { Regions = ["us-east-1"] }).Verdicts.Count);
    }
}
