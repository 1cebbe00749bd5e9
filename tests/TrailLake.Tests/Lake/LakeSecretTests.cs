using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Parquet;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake;

/// <summary>A lake has one secret from its first commit on; it is shown nowhere, and never replaced unasked.</summary>
public sealed class LakeSecretTests : IDisposable
{
    readonly TestLake _lake = new();

    string Secret => Path.Combine(_lake.Directory, LakeSecret.FileName);

    [Fact]
    public void ANewLake_HasASecret_ForItsOwnerAlone()
    {
        _lake.Put("a.json", Records.Of("one"));
        _lake.Ingest();
        Assert.True(File.Exists(Secret));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Secret));
        }

        // Neither the secret nor a part of it stands in any other file of the lake.
        var text = File.ReadAllText(Secret).Trim();
        var hex = text[(text.LastIndexOf(' ') + 1)..];
        Assert.Equal(64, hex.Length);
        var bytes = Convert.FromHexString(hex);
        foreach (var file in Directory.EnumerateFiles(_lake.Directory, "*", SearchOption.AllDirectories).Where(file => file != Secret))
        {
            var content = File.ReadAllBytes(file);
            Assert.True(content.AsSpan().IndexOf(bytes.AsSpan(0, 8)) < 0, file);
            Assert.DoesNotContain(hex[..16], System.Text.Encoding.Latin1.GetString(content), StringComparison.Ordinal);
        }

        Assert.Contains(new ParquetLakeFormat().ReadHashKey(_lake.Snapshot().Files[0].Path)!, _lake.Snapshot().RecordHashKeys);
    }

    [Fact]
    public void FirstWritersAtOnce_AgreeOnOneSecret()
    {
        for (int round = 0; round < 20; round++)
        {
            using var lake = new TestLake();
            var keys = new ConcurrentBag<string>();
            Parallel.For(0, 8, _ => keys.Add(LakeStore.OpenOrCreate(lake.Directory, new ParquetLakeFormat()).RecordHashKey.Id));
            Assert.Single(keys.Distinct());
            Assert.Equal(keys.Distinct(), lake.Snapshot().RecordHashKeys.Order());
            Assert.DoesNotContain(Directory.GetFiles(lake.Directory), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void ALostSecret_IsSaid_AndNotReplacedUnasked()
    {
        _lake.Put("a.json", Records.File(Records.Of("one"), Records.Of("two")));
        _lake.Ingest();
        File.Delete(Secret);
        _lake.Put("b.json", Records.File(Records.Of("two"), Records.Of("three")));
        var error = Assert.Throws<TrailLakeException>(() => _lake.Ingest());
        Assert.Equal(ErrorKind.Lake, error.Kind);
        Assert.Contains("record-hash.secret is missing", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Secret));
        Assert.Equal(2, _lake.Count("SELECT count(*) FROM events"));
        var verified = LakeDamager.Verify(_lake.Directory);
        Assert.False(verified.IsSound);
        Assert.Contains("is missing", verified.SecretProblem, StringComparison.Ordinal);

        var store = LakeStore.Open(_lake.Directory, new ParquetLakeFormat());
        Assert.True(store.ReplaceLostSecret());
        Assert.False(store.ReplaceLostSecret());
        var report = _lake.Ingest();
        Assert.Equal((1, 1), (report.Events, report.Duplicates));
        Assert.True(LakeDamager.Verify(_lake.Directory).IsSound);
        Assert.Equal(2, _lake.Snapshot().RecordHashKeys.Count);
    }

    [Fact]
    public void TheSecretOfAnotherLake_AndADamagedOne_AreRefused()
    {
        _lake.Put("a.json", Records.Of("one"));
        _lake.Ingest();
        var own = File.ReadAllText(Secret);
        _lake.Put("b.json", Records.Of("two"));
        foreach (var (text, word) in new[] { (own[..^9] + "00000000\n", "another lake"), ("", "damaged"), ("secret", "damaged"),
            (own[..40], "damaged") })
        {
            File.WriteAllText(Secret, text);
            var error = Assert.Throws<TrailLakeException>(() => _lake.Ingest());
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }

        File.WriteAllText(Secret, own);
        Assert.Equal(1, _lake.Ingest().Events);
    }

    [Fact]
    public void ACrashBetweenSecretAndFirstCommit_LeavesTheSecretForTheNext()
    {
        var key = LakeSecret.CreateIfMissing(new FolderStorage(_lake.Directory));
        _lake.Put("a.json", Records.Of("one"));
        _lake.Ingest();
        Assert.Equal([key.Id], _lake.Snapshot().RecordHashKeys);
    }

    [Fact]
    public void ALakeOfTheFirstFormat_GetsItsSecretWithTheNextCommit()
    {
        using var old = new FirstFormatLake();
        Assert.Empty(old.Lake.Snapshot().RecordHashKeys);
        old.Lake.Put("a.json", Records.Of("one"));
        old.Lake.Ingest();
        Assert.Equal([LakeStore.Open(old.Lake.Directory, new ParquetLakeFormat()).RecordHashKey.Id], old.Lake.Snapshot().RecordHashKeys);
    }

    [Fact]
    public async Task Commands_ShowTheSecretNowhere()
    {
        _lake.Put("a.json", Records.Of("one"));
        _lake.Ingest();
        var text = File.ReadAllText(Secret).Trim();
        foreach (var arguments in new string[][] { ["status"], ["status", "--format", "json"], ["verify", "lake"],
            ["query", "SELECT * FROM events_raw"], ["coverage"] })
        {
            var run = await CommandRun.OfAsync([.. arguments, "--lake", _lake.Directory]);
            Assert.DoesNotContain(text[^64..^48], run.Out + run.Error, StringComparison.OrdinalIgnoreCase);
        }

        var read = await CommandRun.OfAsync("query", $"SELECT * FROM read_text('{Secret}')", "--lake", _lake.Directory);
        Assert.NotEqual(0, read.Exit);
    }

    public void Dispose() => _lake.Dispose();
}
