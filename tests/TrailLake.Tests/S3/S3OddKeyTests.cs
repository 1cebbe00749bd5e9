using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.FakeS3;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.S3;

/// <summary>Keys are any text. Needs no server: every answer is made here.</summary>
public sealed class S3OddKeyTests
{
    static readonly string[] s_keys =
    [
        "/AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/a.json", "//two.json", "a//b.json", "a/./b.json", "a/../b.json",
        "../up.json",
        "back\\slash.json", "a+b.json", "a b.json", "100%.json", "a%20b.json", "a%2Fb.json", "%.json", "%zz.json", "ü😀.json",
        "q?x#y&z=1.json", "dots/..",
        "+%2B/ +.json",
    ];

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task AnyKey_IsListedAndRead(bool encodes, bool says)
    {
        var objects = new SortedDictionary<string, string>(
            s_keys.ToDictionary(key => key, key => "content of " + key.Length), StringComparer.Ordinal);
        using var server = Server(objects, encodes, says);
        using var source = S3Sources.Of(server, "", attempts: 2);
        var items = await source.ListAsync(SourceFilter.All).ToListAsync();
        Assert.All(items, item => Assert.Null(item.Problem));
        Assert.Equal(
            s_keys.Order(StringComparer.Ordinal), items.Select(item => item.Object!.Uri["s3://b/".Length..]).Order(StringComparer.Ordinal));
        foreach (var item in items)
        {
            using var reader = new StreamReader(await source.OpenAsync(item.Object!));
            Assert.Equal(objects[item.Object!.Uri["s3://b/".Length..]], await reader.ReadToEndAsync());
        }

        Assert.Equal("111111111111", Assert.Single(items, item => item.Object!.Key.Kind == ArchiveKind.CloudTrail).Object!.Key.Account);
    }

    [Fact]
    public async Task Keys_EscapedWithoutSayingSo_AreRead()
    {
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["my logs+/a b.json"] = "1",
            ["my logs+/c%.json"] = "2",
        };
        using var server = Server(objects, encodes: true, says: false);
        using var source = S3Sources.Of(server, "my logs+/", attempts: 2);
        var items = await source.ListAsync(SourceFilter.All).ToListAsync();
        Assert.Equal(["s3://b/my logs+/a b.json", "s3://b/my logs+/c%.json"], items.Select(item => item.Object!.Uri));
    }

    [Theory]
    [InlineData("/AWSLogs/")]
    [InlineData("/AWSLogs")]
    [InlineData("/")]
    public async Task Prefix_BeginsWithASlash_IsListed(string prefix)
    {
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["/AWSLogs/a.json"] = "1", ["AWSLogs/b.json"] = "2" };
        using var server = Server(objects);
        using var source = S3Sources.Of(server, prefix, attempts: 2);
        var item = Assert.Single(await source.ListAsync(SourceFilter.All).ToListAsync());
        Assert.Equal("s3://b//AWSLogs/a.json", item.Object!.Uri);
        Assert.True(source.Holds(item.Object.Uri));
    }

    [Fact]
    public async Task Metadata_OfAKeyThatBeginsWithASlash_IsAskedForThere()
    {
        var paths = new List<string>();
        using var server = new FakeS3Server(request =>
        {
            paths.Add(request.Target);
            return new S3Answer { Status = 200 }.With("x-amz-meta-signature", "ab");
        });
        using var source = S3Sources.Of(server, "", attempts: 2);
        var key = new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null);
        var metadata = await source.ReadMetadataAsync(new LogObject("s3://b//d.json", key, 1, "", DateTime.UnixEpoch));
        Assert.Equal("ab", metadata["signature"]);
        Assert.Equal(["/b//d.json"], paths);
    }

    /// <summary>Its listings give one object a page.</summary>
    static FakeS3Server Server(IEnumerable<KeyValuePair<string, string>> objects, bool encodes = true, bool says = true) =>
        new(Bucket.OfTexts(objects), new FakeS3Options { PageSize = 1, EscapesKeys = encodes, SaysThatItEscapes = says });
}
