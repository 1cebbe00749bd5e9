using System.Globalization;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>Paths that a listing has passed over: their number by kind, and the names of the first.</summary>
/// <param name="root">Path of the source; names are given from there on.</param>
sealed class SkippedPaths(string root)
{
    const int MostNames = 3;

    readonly SortedDictionary<SkippedPathKind, (long Count, List<string> Names)> _kinds = [];

    /// <summary>Counts one.</summary>
    public void Add(SkippedPathKind kind, string path)
    {
        var (count, names) = _kinds.GetValueOrDefault(kind, (0, []));
        if (count < MostNames)
        {
            int start = path.StartsWith(root, StringComparison.Ordinal) ? root.Length : 0;
            string name = path[start..].TrimStart('/').TrimStart('\\');
            names.Add(name.Length == 0 ? "." : BytePath.Shown(name));
        }

        _kinds[kind] = (count + 1, names);
    }

    /// <summary>One line for each kind.</summary>
    public IEnumerable<ListingItem> ToItems() => _kinds.Select(pair => new ListingItem(
        null,
        new SourceProblem(BytePath.Shown(root), Text(pair.Key, pair.Value.Count, pair.Value.Names))
        {
            IsHarmless = pair.Key is SkippedPathKind.LinkLoop or SkippedPathKind.Lake or SkippedPathKind.Litter,
        }));

    static string Text(SkippedPathKind kind, long count, List<string> names)
    {
        string list = string.Join(", ", names) + (count > names.Count ? ", …" : "");
        return kind switch
        {
            SkippedPathKind.Special =>
                $"{Of(count, "named pipe, socket or device", "named pipes, sockets or devices")}, never opened: {list}",
            SkippedPathKind.LinkOutside => $"{Of(count, "link that leads", "links that lead")} out of the source, not followed: {list}; "
                + "if what is there belongs to the archive, name it as a source of its own",
            SkippedPathKind.LinkToNothing =>
                $"{Of(count, "link to nothing", "links to nothing")}: {list}; what should be there is missing from this run",
            SkippedPathKind.LinkLoop =>
                $"{Of(count, "link that leads", "links that lead")} in a circle or to what is read already, not followed: {list}",
            SkippedPathKind.Lake => $"{Of(count, "lake", "lakes")} of TrailLake, whose own files are no archive and are not read: {list}",
            _ => $"{Of(count, "file", "files")} of the kinds that desktops and tools leave behind, not read: {list}",
        };
    }

    static string Of(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
