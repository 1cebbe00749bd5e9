using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest;

public sealed class CompositeLogSourceTests
{
    [Fact]
    public async Task List_InTurn_AndEachOpensItsOwn()
    {
        using var first = new TempFolder();
        using var second = new TempFolder();
        first.Write("1.json", "one");
        second.Write("2.json", "two");
        var stdin = new StdinLogSource(() => new MemoryStream("three"u8.ToArray()));
        var source = new CompositeLogSource([new LocalLogSource(second.Path), stdin, new LocalLogSource(first.Path)]);
        var items = await source.ListAsync(SourceFilter.All).ToListAsync();
        var read = new string[3];
        for (int i = 0; i < 3; i++)
        {
            using var reader = new StreamReader(await source.OpenAsync(items[i].Object!));
            read[i] = await reader.ReadToEndAsync();
        }

        Assert.Equal(["two", "three", "one"], read);
        await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(items[1].Object!));
        var foreign = items[0].Object! with { Uri = "s3://elsewhere/x" };
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(foreign));
        Assert.StartsWith("'s3://elsewhere/x' is of none of the sources ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stdin_IsNeverKnownFromAnEarlierRun()
    {
        var first = (await new StdinLogSource().ListAsync(SourceFilter.All).SingleAsync()).Object!;
        var second = (await new StdinLogSource().ListAsync(SourceFilter.All).SingleAsync()).Object!;
        Assert.StartsWith("stdin:", first.Uri, StringComparison.Ordinal);
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal((-1L, ArchiveKind.Unknown), (first.Size, first.Key.Kind));
    }
}
