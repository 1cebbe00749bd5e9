using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Ingest.Sources;
using TrailLake.Paths;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Ingest;

/// <summary>What a local source passes over: each kind is named once, nothing is waited for, nothing outside is read.</summary>
public sealed class LocalSkippedPathsTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_Links_AreFollowedInsideOnly()
    {
        _folder.Write("outside/b.json");
        _folder.Write("source/real/target.json");
        Link("source/file.json", "real/target.json");
        Link("source/folder", "real");
        Link("source/again", "folder");
        Link("source/out", "../outside");
        Link("source/out.json", "../outside/b.json");
        Link("source/nothing.json", "nowhere");
        Link("source/real/up", "..");
        Link("source/loop1", "loop2");
        Link("source/loop2", "loop1");
        var (files, problems) = await ListAsync("source");
        Assert.Equal(["again/target.json", "file.json", "real/target.json"], files);
        Assert.Equal(3, problems.Count);
        Assert.StartsWith(
            "2 links that lead out of the source, not followed: out, out.json; if", problems[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("1 link to nothing: nothing.json; what should", problems[1].Message, StringComparison.Ordinal);
        Assert.Equal(
            "5 links that lead in a circle or to what is read already, not followed: folder, loop1, loop2, …", problems[2].Message);
        Assert.Equal([false, false, true], problems.Select(problem => problem.IsHarmless));
    }

    [Fact]
    public async Task List_ManyLinksAmongFolders_EndSoon()
    {
        for (int i = 0; i < 30; i++)
        {
            _folder.Write($"f{i}/x.json");
            for (int k = 0; k < 30; k++)
            {
                Link($"f{i}/to{k}", $"../f{k}");
            }
        }

        var (files, _) = await ListAsync("");
        Assert.Equal(30, files.Count(file => file.Count(c => c == '/') == 1));
        Assert.InRange(files.Count, 30, 60);
    }

    [Fact]
    public async Task List_SourceIsALinkToAFolder_IsRead()
    {
        _folder.Write("real/a.json");
        Link("link", "real");
        var (files, problems) = await ListAsync("link");
        Assert.Equal(["a.json"], files);
        Assert.Empty(problems);
    }

    [Fact]
    public async Task List_PipesSocketsDevices_AreNamedAndNeverOpened()
    {
        Pipe("p.json");
        Pipe("AWSLogs/111111111111/CloudTrail/us-east-1/2023/07/10/q.json");
        Link("zero.json", "/dev/zero");
        Link("link.json", "p.json");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File("s.json")));
        _folder.Write("a.json");
        var (files, problems) = await ListAsync("");
        Assert.Equal(["a.json"], files);
        var problem = Assert.Single(problems);
        Assert.StartsWith("5 named pipes, sockets or devices, never opened: ", problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsHarmless);
    }

    [Fact]
    public async Task Open_PipeHasTakenAFilesPlace_IsAnErrorAtOnce()
    {
        string path = _folder.Write("a.json", "{}");
        var source = new LocalLogSource(_folder.Path);
        var item = Assert.Single(await source.ListAsync(SourceFilter.All).ToListAsync()).Object!;
        File.Delete(path);
        Pipe("a.json");
        var error = await Assert.ThrowsAsync<IOException>(async () => await source.OpenAsync(item));
        Assert.Contains("it is a named pipe, which is never opened; expected a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_SourceIsAPipe_SaysSo()
    {
        Pipe("p");
        Link("l", "p");
        foreach (string name in new[] { "p", "l" })
        {
            var error = Assert.Throws<TrailLakeException>(() => new LocalLogSource(_folder.File(name)).ListAsync(SourceFilter.All));
            Assert.Contains("is a named pipe, which is never opened as a source", error.Message, StringComparison.Ordinal);
            Assert.Equal(ErrorKind.Source, error.Kind);
        }
    }

    [Theory]
    [InlineData("Thumbs.db")]
    [InlineData("desktop.ini")]
    [InlineData("Desktop.ini")]
    [InlineData(".DS_Store")]
    [InlineData("._111122223333_CloudTrail_eu-west-1_20260310T0930Z_AbCdEfGhIjKlMnOp.json.gz")]
    [InlineData("111122223333_CloudTrail_eu-west-1_20260310T0930Z_AbCdEfGhIjKlMnOp.json.gz:Zone.Identifier")]
    public async Task List_Litter_IsNamedAndHarmless(string name)
    {
        _folder.Write("AWSLogs/" + name, "litter");
        _folder.Write("AWSLogs/a.json");
        var (files, problems) = await ListAsync("");
        Assert.Equal(["AWSLogs/a.json"], files);
        var problem = Assert.Single(problems);
        Assert.True(problem.IsHarmless);
        Assert.Equal($"1 file of the kinds that desktops and tools leave behind, not read: AWSLogs/{name}", problem.Message);
    }

    void Link(string name, string target) => File.CreateSymbolicLink(_folder.File(name), target);

    void Pipe(string name) => NamedPipe.Make(_folder.File(name));

    async Task<(List<string> Files, List<SourceProblem> Problems)> ListAsync(string root)
    {
        string path = _folder.File(root);
        var items = await new LocalLogSource(path).ListAsync(SourceFilter.All).ToListAsync();
        var files = items.Where(item => item.Object is not null)
            .Select(item => item.Object!.Uri[(FileUri.FromPath(path).TrimEnd('/').Length + 1)..]);
        return ([.. files.Order(StringComparer.Ordinal)], [.. items.Where(item => item.Problem is not null).Select(item => item.Problem!)]);
    }
}
