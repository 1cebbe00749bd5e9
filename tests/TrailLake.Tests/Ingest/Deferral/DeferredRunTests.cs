using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Errors;
using TrailLake.Ingest.Deferral;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest.Deferral;

/// <summary>Deferred records on the disk: what comes back is what was written, partition by partition.</summary>
public sealed class DeferredRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Records_ComeBackByPartition_InTheOrderInWhichTheyCame(int seed)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        var expected = new Dictionary<(int, string), List<string>>();
        var found = new Dictionary<(int, string), List<string>>();
        using (var store = new DeferredRecords(folder.File("staging"), "b"))
        {
            Assert.True(store.IsEmpty);

            // Runs of a few records each, more of them than are merged at once.
            var buffer = new DeferredBuffer(2_000);
            for (int i = 0; i < 1_500; i++)
            {
                var (day, account) = (random.Next(-3, 3), new string('a', random.Next(3)) + random.Next(4));
                string text = string.Create(null, $"{i}:{new string('x', random.Next(50) == 0 ? 40_000 : random.Next(300))}");
                buffer.Add(
                    new DeferredRecord(day, i, i * 3L, ~i, Encoding.UTF8.GetBytes(account), "uri"u8, Encoding.UTF8.GetBytes(text)), store);
                Of(expected, (day, account)).Add(text);
            }

            buffer.Flush(store);
            Assert.InRange(Directory.EnumerateFiles(folder.File("staging")).Count(), 1, 3 * 64);
            var met = new HashSet<(int, string)>();
            for (int section = 0; section < DeferredRun.Sections; section++)
            {
                using var merge = store.Merge(section);
                (int, string)? last = null;
                while (merge.MoveNext())
                {
                    var record = DeferredRecord.Read(merge.Record);
                    var partition = (record.Day, Encoding.UTF8.GetString(record.Account));
                    Assert.True(partition == last || met.Add(partition), "a partition came twice");
                    last = partition;
                    Assert.Equal(
                        (record.Source * 3L, ~(long)record.Source, "uri"),
                        (record.Index, record.Hash, Encoding.UTF8.GetString(record.Uri)));
                    Of(found, partition).Add(Encoding.UTF8.GetString(record.Text));
                }
            }
        }

        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value, found[pair.Key]));
        Assert.Empty(Directory.EnumerateFiles(folder.File("staging")));
    }

    /// <summary>Two partitions that share their number are two partitions all the same.</summary>
    [Fact]
    public void Order_TellsPartitionsApart_ThatShareTheirNumber()
    {
        byte[] one = Bytes(1, "a");
        byte[] two = Bytes(2, "b");
        one.AsSpan(32, 8).CopyTo(two.AsSpan(32));
        Assert.NotEqual(0, DeferredRecord.Compare(one, two));
        Assert.Equal(-DeferredRecord.Compare(one, two), DeferredRecord.Compare(two, one));
        Assert.Equal(0, DeferredRecord.Compare(one, Bytes(1, "a")));
    }

    [Fact]
    public void FolderThatCannotBeWritten_IsSaidSo()
    {
        using var folder = new TempFolder();
        folder.Write("staging", "a file where a folder should be");
        using var store = new DeferredRecords(folder.File("staging"), "b");
        var error = Assert.Throws<TrailLakeException>(() => store.Begin());
        Assert.Equal(ErrorKind.Storage, error.Kind);
    }

    static byte[] Bytes(int day, string account)
    {
        var record = new DeferredRecord(day, 0, 0, 0, Encoding.UTF8.GetBytes(account), default, "text"u8);
        byte[] bytes = new byte[record.Size];
        record.Write(bytes);
        return bytes;
    }

    static List<string> Of(Dictionary<(int, string), List<string>> lists, (int, string) key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
