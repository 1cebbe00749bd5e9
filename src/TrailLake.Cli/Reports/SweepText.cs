using System.Text.Json.Nodes;
using TrailLake.Cli.Texts;
using TrailLake.Errors;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what a sweep removed, or would.</summary>
static class SweepText
{
    const int MostListed = 20;

    /// <summary>Sizes by path; a file that is gone meanwhile has none.</summary>
    public static Dictionary<string, long> Sizes(IReadOnlyList<string> paths) =>
        paths.ToDictionary(path => path, path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);

    public static string Lines(IReadOnlyList<string> paths, Dictionary<string, long> sizes, string lake, bool isDone)
    {
        var text = new ReportLines();
        if (!isDone)
        {
            text.AddFirst(
                [.. paths.Select(path => TerminalText.Escape(Path.GetRelativePath(lake, path)))],
                MostListed,
                more => $"and {Plural.Of(more, "more file")}; --format json lists them");
        }

        string sum = $"{Plural.Of(paths.Count, "file")}, {ByteSize.Text(Bytes(paths, sizes))}";
        text.Add(paths.Count == 0 ? "nothing to sweep" : isDone ? $"swept {sum}" : $"would sweep {sum}; nothing was removed");
        return text.ToString();
    }

    public static string Json(IReadOnlyList<string> paths, Dictionary<string, long> sizes, string lake, bool isDone) =>
        ReportJson.Write(new JsonObject
        {
            ["done"] = isDone,
            ["files"] = ReportJson.Texts(paths.Select(path => Path.GetRelativePath(lake, path).Replace('\\', '/'))),
            ["bytes"] = Bytes(paths, sizes),
        });

    static long Bytes(IReadOnlyList<string> paths, Dictionary<string, long> sizes) => paths.Sum(path => sizes.GetValueOrDefault(path));
}
