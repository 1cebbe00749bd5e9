using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using TrailLake.Cli.Options;
using TrailLake.Errors;

namespace TrailLake.Cli.Output;

/// <summary>Writes what a sweep removed, or would.</summary>
static class SweepText
{
    const int MostListed = 20;

    /// <summary>Sizes by path; a file that is gone meanwhile has none.</summary>
    public static Dictionary<string, long> Sizes(IReadOnlyList<string> paths) =>
        paths.ToDictionary(path => path, path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);

    public static string Lines(IReadOnlyList<string> paths, Dictionary<string, long> sizes, string lake, bool isDone)
    {
        var text = new StringBuilder();
        foreach (string path in paths.Take(isDone ? 0 : MostListed))
        {
            text.Append(TerminalText.Escape(Path.GetRelativePath(lake, path))).Append('\n');
        }

        if (!isDone && paths.Count > MostListed)
        {
            text.Append($"and {Counted.Of(paths.Count - MostListed, "more file", "more files")}; --format json lists them\n");
        }

        string sum = $"{Counted.Of(paths.Count, "file")}, {ByteSize.Text(Bytes(paths, sizes))}";
        text.Append(paths.Count == 0 ? "nothing to sweep\n" : isDone ? $"swept {sum}\n" : $"would sweep {sum}; nothing was removed\n");
        return text.ToString();
    }

    public static string Json(IReadOnlyList<string> paths, Dictionary<string, long> sizes, string lake, bool isDone) => ReportJson.Write(new JsonObject
    {
        ["done"] = isDone,
        ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(Path.GetRelativePath(lake, path).Replace('\\', '/')))]),
        ["bytes"] = Bytes(paths, sizes),
    });

    static long Bytes(IReadOnlyList<string> paths, Dictionary<string, long> sizes) => paths.Sum(path => sizes.GetValueOrDefault(path));
}
