using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest;

public sealed class LocalLogSourceTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_SeveralTrails_AccountByAccountAndDayByDay()
    {
        foreach (string root in new[] { "AWSLogs", "AWSLogs/o-exampleorgid", "p/q/AWSLogs" })
        {
            foreach (string account in new[] { "222222222222", "111111111111" })
            {
                foreach (string region in new[] { "us-east-1", "eu-west-1" })
                {
                    Put(root, account, region, 2023, 12, 31);
                    Put(root, account, region, 2024, 1, 1);
                    Put(root, account, region, 2024, 10, 2);
                }
            }
        }

        var keys = (await ListAsync()).Select(item => item.Object!.Key).ToList();
        Assert.Equal(36, keys.Count);
        Assert.Equal(keys.OrderBy(key => key.Account, StringComparer.Ordinal).ThenBy(key => key.Day), keys);
        Assert.Equal(["", "", "p/q"], keys.Select(key => (key.Prefix, key.Organization)).Distinct().Select(pair => pair.Prefix).Order());
    }

    [Fact]
    public async Task List_FromToAccountsRegions_ReadOnlyKeyDaysWithSlack()
    {
        foreach (int day in new[] { 9, 10, 11, 12, 20 })
        {
            Put("AWSLogs", "111111111111", "us-east-1", 2023, 7, day);
            Put("AWSLogs", "111111111111", "eu-west-1", 2023, 7, day);
            Put("AWSLogs", "222222222222", "us-east-1", 2023, 7, day);
        }

        Put("AWSLogs", "111111111111", "us-east-1", 2022, 7, 10);
        Put("AWSLogs", "111111111111", "us-east-1", 2024, 7, 10);
        Put("AWSLogs", "111111111111", "us-east-1", 2023, 8, 1);
        _folder.Write("AWSLogs/anything.json");
        var filter = new SourceFilter
        {
            From = new DateTime(2023, 7, 10, 23, 0, 0, DateTimeKind.Utc),
            To = new DateTime(2023, 7, 11, 0, 0, 0, DateTimeKind.Utc),
            Slack = TimeSpan.FromDays(2),
            Accounts = ["111111111111"],
            Regions = ["us-east-1"],
        };
        var keys = (await ListAsync(filter)).Select(item => item.Object!.Key).ToList();
        Assert.Equal([10, 11, 12], keys.Where(key => key.Kind == ArchiveKind.CloudTrail).Select(key => key.Day!.Value.Day));
        Assert.Equal(ArchiveKind.Unknown, Assert.Single(keys, key => key.Kind != ArchiveKind.CloudTrail).Kind);
    }

    [Fact]
    public async Task List_FlatFolder_SortedByAccountTimeName()
    {
        string[] names =
        [
            "111111111111_CloudTrail_us-east-1_20230709T2355Z_b.json", "111111111111_CloudTrail_eu-west-1_20230710T0000Z_c.json.gz",
            "111111111111_CloudTrail_us-east-1_20230710T0000Z_a.json", "222222222222_CloudTrail_us-east-1_20200101T0000Z_a.json",
            "notes.json",
        ];
        foreach (string name in names.Reverse())
        {
            _folder.Write(name);
        }

        _folder.Write(".DS_Store");
        Assert.Equal(names, (await ListAsync()).Where(item => item.Object is not null).Select(item => Path.GetFileName(item.Object!.Uri)));
    }

    [Fact]
    public async Task List_NamesThatBeginWithADot_AreNamedAndNotRead()
    {
        _folder.Write(
            "AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/.111111111111_CloudTrail_us-east-1_20230710T0000Z_a.json.gz.Xy12");
        _folder.Write("AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/.b");
        _folder.Write("AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/.DS_Store");
        _folder.Write(".hidden/a.json");
        var items = await ListAsync();
        Assert.All(items, item => Assert.Null(item.Object));
        Assert.Contains(".DS_Store", Assert.Single(items, item => item.Problem!.IsHarmless).Problem!.Message, StringComparison.Ordinal);
        items.RemoveAll(item => item.Problem!.IsHarmless);
        Assert.Equal(
            [".111111111111_CloudTrail_us-east-1_20230710T0000Z_a.json.gz.Xy12", ".hidden"],
            items.Select(item => Path.GetFileName(item.Problem!.Where)).Order());
        Assert.Contains(
            items,
            item => item.Problem!.Message.StartsWith("this and 1 more names in its folder begin with a dot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_KindsWithoutRecords_AreThereToBeCounted()
    {
        _folder.Write(
            "AWSLogs/111111111111/CloudTrail-Digest/us-east-1/2023/07/10/"
                + "111111111111_CloudTrail-Digest_us-east-1_t_us-east-1_20230710T000000Z.json.gz");
        _folder.Write("AWSLogs/111111111111/Config/us-east-1/2023/7/10/ConfigHistory/a.json.gz");
        _folder.Write("AWSLogs/111111111111/Config/us-east-1/2023/7/9/ConfigHistory/a.json.gz");
        _folder.Write("AWSLogs/111111111111/Config/ConfigWritabilityCheckFile", "");
        _folder.Write("AWSLogs/111111111111/vpcflowlogs/us-east-1/2023/07/10/a.log.gz");
        _folder.Write("AWSLogs/111111111111/vpcflowlogs/us-east-1/2023/07/10/b.log.gz");
        var objects = (await ListAsync()).Select(item => item.Object!).ToList();
        Assert.Equal(
            [(ArchiveKind.Digest, 1), (ArchiveKind.Config, 3), (ArchiveKind.OtherService, 1)],
            objects.CountBy(item => item.Key.Kind).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
        var service = Assert.Single(objects, item => item.Key.Kind == ArchiveKind.OtherService);
        Assert.Equal(-1, service.Size);
        Assert.EndsWith("/AWSLogs/111111111111/vpcflowlogs/", service.Uri, StringComparison.Ordinal);
        Assert.Equal(
            [9, 10],
            objects.Where(item => item.Key is { Kind: ArchiveKind.Config, Day: not null }).Select(item => item.Key.Day!.Value.Day));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AWSLogs")]
    [InlineData("AWSLogs/111111111111")]
    [InlineData("AWSLogs/111111111111/CloudTrail")]
    [InlineData("AWSLogs/111111111111/CloudTrail/us-east-1")]
    [InlineData("AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/")]
    [InlineData("AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/x.json")]
    public async Task List_RootAnywhereInTheArchive_KeysSayTheSame(string root)
    {
        _folder.Write("AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/x.json");
        var item = Assert.Single(await ListAsync(root: root)).Object!;
        Assert.Equal(
            new ArchiveKey(ArchiveKind.CloudTrail, "", null, "111111111111", "us-east-1", new DateOnly(2023, 7, 10), null), item.Key);
    }

    [Fact]
    public async Task List_OddFoldersAmongTheDays_AreNotLost()
    {
        const string region = "AWSLogs/111111111111/CloudTrail/us-east-1/";
        _folder.Write(region + "direct.json");
        _folder.Write(region + "2023/yearly.json");
        _folder.Write(region + "2023/13/10/odd.json");
        _folder.Write(region + "backup/2023/07/10/odd.json");
        _folder.Write(region + "2023/07/10/deeper/odd.json");
        _folder.Write("AWSLogs/111111111111/CloudTrail-Tomorrow/us-east-1/2023/07/10/new.json");
        var filter = new SourceFilter { From = new DateTime(2023, 7, 10, 0, 0, 0, DateTimeKind.Utc) };
        Assert.Equal(6, (await ListAsync(filter)).Count(item => item.Object!.Key.Kind == ArchiveKind.Unknown));
    }

    [Fact]
    public async Task List_HostileNames_ComeBackAsTheyAre()
    {
        string[] names = ["a b#c%20?.json", "ü\u202E.json", "line\nbreak.json", "back\\slash.json", "日本.json", "+&=.json"];
        foreach (string name in names)
        {
            _folder.Write(name, name);
        }

        var source = new LocalLogSource(_folder.Path);
        var read = new List<string>();
        foreach (var item in await ListAsync())
        {
            Assert.DoesNotContain('\n', item.Object!.Uri);
            using var reader = new StreamReader(await source.OpenAsync(item.Object));
            read.Add(await reader.ReadToEndAsync());
            Assert.True(source.Holds(item.Object.Uri));
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_FileVanishesMeanwhile_IsAProblemAndTheRestGoesOn()
    {
        string first = _folder.Write("a.json");
        string second = _folder.Write("b.json");
        _folder.Write("c.json");
        var items = new List<ListingItem>();
        await foreach (var item in new LocalLogSource(_folder.Path).ListAsync(SourceFilter.All))
        {
            items.Add(item);
            File.Delete(second);
        }

        Assert.Equal([true, false, true], items.Select(item => item.Object is not null));
        Assert.Contains(second, items[1].Problem!.Where, StringComparison.Ordinal);

        File.Delete(first);
        var error = await Assert.ThrowsAsync<IOException>(async () => await new LocalLogSource(_folder.Path).OpenAsync(items[0].Object!));
        Assert.StartsWith($"'{first}' is gone", error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(first);
        error = await Assert.ThrowsAsync<IOException>(async () => await new LocalLogSource(_folder.Path).OpenAsync(items[0].Object!));
        Assert.Equal($"'{first}' was a file when it was listed and is a folder now; run again", error.Message);
    }

    [Fact]
    public async Task List_AnotherContent_HasAnotherETag()
    {
        string path = _folder.Write("a.json", "1");
        string before = Assert.Single(await ListAsync()).Object!.ETag;
        Assert.Equal(before, Assert.Single(await ListAsync()).Object!.ETag);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(5));
        Assert.NotEqual(before, Assert.Single(await ListAsync()).Object!.ETag);
    }

    [Fact]
    public void List_NothingThere_SaysSo()
    {
        var error = Assert.Throws<TrailLakeException>(() => new LocalLogSource("no/such").ListAsync(SourceFilter.All));
        Assert.Equal("no file or folder at 'no/such'; give a folder, a file, - or s3://bucket/prefix", error.Message);
        Assert.Equal(ErrorKind.Source, error.Kind);
    }

    void Put(string root, string account, string region, int year, int month, int day) => _folder.Write(
        $"{root}/{account}/CloudTrail/{region}/{year}/{month:00}/{day:00}/"
            + $"{account}_CloudTrail_{region}_{year}{month:00}{day:00}T0000Z_x.json");

    async Task<List<ListingItem>> ListAsync(SourceFilter? filter = null, string root = "") =>
        await new LocalLogSource(Path.Combine(_folder.Path, root)).ListAsync(filter ?? SourceFilter.All).ToListAsync();
}
