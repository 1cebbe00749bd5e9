using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Conventions;

/// <summary>
/// Which folder of src may use which. The table is folders.txt beside this file: each folder, and below it what it may use of each project
/// ("." is a project's own folder). What is not named is forbidden. A folder uses only what stands above it, so that there is no circle.
/// </summary>
public sealed class FolderTests
{
    static readonly Lazy<FolderGraph> s_graph = new(FolderGraph.OfSource);
    static readonly List<(string Folder, List<string> Uses)> s_table = ReadTable();

    [Fact]
    public void Table_NamesEveryFolderOnce() => Assert.Equal(
        s_graph.Value.Folders.Order(StringComparer.Ordinal), s_table.Select(row => row.Folder).Order(StringComparer.Ordinal));

    [Fact]
    public void Table_GoesOneWay()
    {
        var above = new HashSet<string>();
        foreach (var (folder, uses) in s_table)
        {
            Assert.All(uses, use => Assert.True(above.Contains(use), $"{folder} may use {use}, which does not stand above it"));
            above.Add(folder);
        }
    }

    [Fact]
    public void Folders_UseOnlyWhatTheTableAllows()
    {
        var allowed = Pairs().ToHashSet();
        var wrong = s_graph.Value.Uses.Where(use => !allowed.Contains((use.From, use.To)))
            .Select(use => $"{use.From} uses {use.To}: {string.Join(", ", use.Types.Take(5))}").Order(StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Table_AllowsNothingThatIsNotUsed()
    {
        var used = s_graph.Value.Uses.Select(use => (use.From, use.To)).ToHashSet();
        var idle = Pairs().Where(pair => !used.Contains(pair)).Select(pair => $"{pair.From} does not use {pair.To}").ToList();
        Assert.True(idle.Count == 0, string.Join('\n', idle));
    }

    [Fact]
    public void CodeStructurePage_NamesEveryFolder()
    {
        string page = ProjectFolder.Read("docs", "code-structure.md");
        Assert.All(s_table, row => Assert.Contains($"`{row.Folder}`", page, StringComparison.Ordinal));
    }

    static IEnumerable<(string From, string To)> Pairs() => s_table.SelectMany(row => row.Uses.Select(use => (row.Folder, use)));

    static List<(string Folder, List<string> Uses)> ReadTable()
    {
        var table = new List<(string Folder, List<string> Uses)>();
        string text = ProjectFolder.Read("tests", "TrailLake.Tests", "Conventions", "folders.txt");
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != ' ')
            {
                table.Add((line, []));
                continue;
            }

            string[] words = line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            table[^1].Uses.AddRange(words.Skip(1).Select(name => name == "." ? words[0] : $"{words[0]}/{name}"));
        }

        return table;
    }
}
