using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TrailLake.Storage;
using Xunit;

namespace TrailLake.Tests.Lake.Storage;

/// <summary>What every storage of a lake does.</summary>
public abstract class StorageTests
{
    internal abstract ILakeStorage Storage { get; }

    [Fact]
    public void AFile_HasItsNameOnceItIsPublished()
    {
        var file = Write("events/date=1/part-1.parquet", "events/_staging", "some bytes");
        Assert.Null(Storage.Find(file.Name));
        Assert.Equal("some bytes", Text(file.Written));
        file.Publish();
        Assert.Equal("some bytes", Text(new StoredFile(Storage, file.Name)));
        Assert.Equal("some bytes", Text(file.Written));
        Assert.Equal(10, Storage.Find(file.Name)!.Value.Length);
        Assert.Equal([file.Name], Storage.ListAll("events").Select(found => found.Name));

        Write(file.Name, "events/_staging", "other").Publish();
        Assert.Equal("other", Text(new StoredFile(Storage, file.Name)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("events/_staging")]
    public void AnAbandonedFile_LeavesNothing(string? staging)
    {
        var complete = Write("events/a", staging, "x");
        complete.Abandon();
        complete.Abandon();
        var open = Storage.Create("events/b", staging);
        open.Create().WriteByte(1);
        open.Abandon();
        Assert.Empty(Storage.ListAll("events"));
        Assert.Null(Storage.Find("events/a"));
    }

    [Fact]
    public void TryPublish_ByManyWritersAtOnce_LetsOneWin()
    {
        using var start = new Barrier(8);
        int wins = 0;
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            var file = Write("events/_delta_log/0", null, $"writer {i}");
            start.SignalAndWait();
            if (file.TryPublish("events/_delta_log/1"))
            {
                Interlocked.Increment(ref wins);
                Assert.Equal($"writer {i}", Text(new StoredFile(Storage, "events/_delta_log/1")));
            }

            file.Abandon();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(1, wins);
        Assert.Equal(["events/_delta_log/1"], Storage.List("events/_delta_log"));
    }

    [Fact]
    public void ARefusedFile_IsPublishedUnderTheNextName()
    {
        Assert.True(Write("log/0", null, "first").TryPublish("log/0"));
        var second = Write("log/0", null, "second");
        Assert.False(second.TryPublish("log/0"));
        Assert.True(second.TryPublish("log/1"));
        second.Abandon();
        Assert.Equal(("first", "second"), (Text(new StoredFile(Storage, "log/0")), Text(new StoredFile(Storage, "log/1"))));
    }

    [Fact]
    public void ManyFiles_ArePublishedTogether()
    {
        var files = Enumerable.Range(0, 5).Select(i => Write($"events/date={i % 2}/part-{i}", "events/_staging", $"{i}")).ToList();
        int published = 0;
        Storage.Publish(files, () => Assert.NotNull(Storage.Find(files[published++].Name)));
        Assert.Equal(5, published);
        Assert.Equal(
            files.Select(file => file.Name).Order(StringComparer.Ordinal),
            Storage.ListAll("events").Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(
            Storage.ListAll("events"),
            file => Assert.InRange(file.LastModified, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5)));
    }

    [Fact]
    public void AFolder_IsListedWithoutWhatIsBelowIt()
    {
        Assert.Empty(Storage.List("nowhere"));
        foreach (var name in new[] { "a", "t/b", "t/c", "t/u/d" })
        {
            Write(name, null, "x").Publish();
        }

        Assert.Equal(["a"], Storage.List(""));
        Assert.Equal(["t/b", "t/c"], Storage.List("t").Order(StringComparer.Ordinal));
        Assert.Equal(["t/b", "t/c", "t/u/d"], Storage.ListAll("t").Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ranges_AreReadToTheEndOfTheFile()
    {
        Write("t/a", null, "0123456789").Publish();
        var file = new StoredFile(Storage, "t/a");
        using (var reader = file.Open())
        {
            var target = new byte[4];
            Assert.Equal(10, reader.Length);
            Assert.True(reader.TryReadAll(target, 3));
            Assert.Equal("3456", Encoding.ASCII.GetString(target));
            Assert.False(reader.TryReadAll(target, 8));
            Assert.Equal(0, reader.Read(target, 10));
        }

        using var stream = file.OpenStream();
        stream.Seek(-2, SeekOrigin.End);
        Assert.Equal("89", new StreamReader(stream).ReadToEnd());
    }

    [Fact]
    public void AMissingFile_IsSaidToBeMissing()
    {
        Write("t/a", null, "x").Publish();
        Assert.True(Storage.TryDelete("t/a"));
        Assert.True(Storage.TryDelete("t/a"));
        Assert.Null(Storage.Find("t/a"));
        Assert.ThrowsAny<IOException>(() => Storage.ReadAll("t/a"));
        Assert.ThrowsAny<IOException>(() => Storage.Open("t/a"));
        Assert.Equal(1, Lines("one"));
        Assert.Equal(2, Lines("one\ntwo\n"));

        int Lines(string text)
        {
            Write("t/lines", null, text).Publish();
            return new StoredFile(Storage, "t/lines").ReadLines().Count();
        }
    }

    static string Text(StoredFile file) => Encoding.UTF8.GetString(file.ReadAll());

    IPendingFile Write(string name, string? staging, string text)
    {
        Storage.CreateFolder(StorageName.Folder(name));
        var file = Storage.Create(name, staging);
        file.Create().Write(Encoding.UTF8.GetBytes(text));
        file.Complete();
        return file;
    }
}
