using System.Collections.Concurrent;

namespace TrailLake.Cli.Processes;

/// <summary>Files of output that are not whole yet, for a process that ends without coming back to them.</summary>
static class UnfinishedFiles
{
    static readonly ConcurrentDictionary<string, bool> s_paths = new(StringComparer.Ordinal);

    public static void Add(string path) => s_paths[path] = true;

    public static void Remove(string path) => s_paths.TryRemove(path, out _);

    /// <summary>Deletes them, as far as that is possible.</summary>
    public static void Delete()
    {
        foreach (var path in s_paths.Keys)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Nobody is left to hear of it.
            }
        }
    }
}
