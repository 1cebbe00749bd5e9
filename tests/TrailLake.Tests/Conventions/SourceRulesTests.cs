using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Conventions;

/// <summary>Rules that no compiler checks, read off the source text.</summary>
public sealed partial class SourceRulesTests
{
    const int MostLines = 500;
    const int MostColumns = 140;
    static readonly string[] s_folders = ["src", "tests", "bench", "samples"];

    [Theory]
    [InlineData("Scanning")]
    [InlineData("Columns")]
    public void HotPath_HasNoLinqNoAsyncAndNoThrow(string folder)
    {
        AssertNowhere(
            ProjectFolder.Sources("src", "TrailLake.Events", folder),
            HotPathOffence,
            "spans and loops here; bad data is a status, not an exception");
    }

    [Fact]
    public void Lake_KnowsPathsInItsStorageOnly()
    {
        var above = ProjectFolder.Sources("src", "TrailLake.Lake").Concat(ProjectFolder.Sources("src", "TrailLake.Maintenance"))
            .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) is not ("Storage" or "Paths"));
        AssertNowhere(above, PathUse, "ask the storage: a lake need not stand in a folder");
    }

    [Fact]
    public void Core_UsesNoThirdPartyPackage()
    {
        foreach (var project in new[] { "TrailLake.Events", "TrailLake.Lake", "TrailLake.Maintenance", "TrailLake.Ingest",
            "TrailLake.Generator" })
        {
            // System.IO.Hashing is .NET's own, shipped apart from the runtime.
            string file = ProjectFolder.Read("src", project, project + ".csproj").Replace(
                "<PackageReference Include=\"System.IO.Hashing\" />", "");
            Assert.DoesNotContain("PackageReference", file);
        }
    }

    [Fact]
    public void Sources_HaveNoRegionsAndNoNotesToSelf()
    {
        AssertNowhere(AllSources(), NoteToSelf, "split the file; do it or write an issue");
    }

    [Fact]
    public void Sources_HaveNoPrivateKeyword()
    {
        AssertNowhere(AllSources(), PrivateKeyword, "private is the default");
    }

    [Fact]
    public void Sources_AreShort()
    {
        var tooLong = AllSources().Where(path => File.ReadLines(path).Count() > MostLines).Select(Name).ToList();
        Assert.True(tooLong.Count == 0, $"over {MostLines} lines: {string.Join(", ", tooLong)}");
    }

    [Fact]
    public void Sources_AreNoWiderThanAScreen()
    {
        var tooWide = AllSources().SelectMany(WideLines).ToList();
        Assert.True(tooWide.Count == 0, $"{tooWide.Count} lines over {MostColumns} columns\n{string.Join('\n', tooWide)}");
    }

    [Fact]
    public void Sources_HaveOneTypeAFile()
    {
        var crowded = AllSources().Where(path => TopLevelType.Count(File.ReadAllText(path)) > 1).Select(Name).ToList();
        Assert.True(crowded.Count == 0, $"more than one type: {string.Join(", ", crowded)}");
    }

    // What stands in a raw string literal is what somebody reads or a program takes: a break would change it.
    static IEnumerable<string> WideLines(string path)
    {
        string text = File.ReadAllText(path);
        var literals = RawLiteral.Matches(text);
        int start = 0;
        foreach (var (number, line) in text.Split('\n').Index())
        {
            int end = start + line.Length;
            if (line.Length > MostColumns && !literals.Any(literal => literal.Index < end && literal.Index + literal.Length > start))
            {
                yield return $"{Name(path)}:{number + 1}: {line.Length}";
            }

            start = end + 1;
        }
    }

    static IEnumerable<string> AllSources() => s_folders.SelectMany(folder => ProjectFolder.Sources(folder));

    static void AssertNowhere(IEnumerable<string> paths, Regex offence, string why)
    {
        var found = from path in paths
                    from line in File.ReadLines(path).Select((text, i) => (Text: text, Number: i + 1))
                    where offence.IsMatch(line.Text)
                    select $"{Name(path)}:{line.Number}: {line.Text.Trim()}";
        var list = found.ToList();
        Assert.True(list.Count == 0, $"{why}\n{string.Join('\n', list)}");
    }

    static string Name(string path) => Path.GetRelativePath(ProjectFolder.Root, path);

    [GeneratedRegex(@"\busing System\.Linq\b|\basync\b|\bawait\b|\bthrow new\b")]
    static partial Regex HotPathOffence { get; }

    [GeneratedRegex(@"(?<![.\w])(?:File|Directory|Path|RandomAccess|DurableFile)\.\w+\(|\bnew (?:FileStream|FileInfo|DirectoryInfo)\b")]
    static partial Regex PathUse { get; }

    // In brackets, so that this file does not offend itself.
    [GeneratedRegex(@"[#]region|\b[T]ODO\b|\b[F]IXME\b")]
    static partial Regex NoteToSelf { get; }

    // `private protected` says something that leaving it away does not.
    [GeneratedRegex(@"^\s*private\s+(?!protected\b)\w")]
    static partial Regex PrivateKeyword { get; }

    // Namespaces are file-scoped, so a top-level type begins its line.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|ref|partial|unsafe) )*"
            + "(?:class|struct|record|interface|enum|delegate) ",
        RegexOptions.Multiline)]
    static partial Regex TopLevelType { get; }

    // Three quotes at the end of a verbatim string stand behind a letter or a parenthesis.
    [GeneratedRegex("""(?<=[\s($[,{:])("{3,}).*?(?<!")\1(?!")""", RegexOptions.Singleline)]
    static partial Regex RawLiteral { get; }
}
