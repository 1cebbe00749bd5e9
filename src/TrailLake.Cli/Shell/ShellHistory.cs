using System.Text;
using System.Text.Json;
using TrailLake.Cli.Reports;
using TrailLake.Paths;

namespace TrailLake.Cli.Shell;

/// <summary>
/// What was entered before, kept between runs: one JSON string a line, so that a statement of several lines stays one entry. Only its owner
/// may read the file: what an investigator asks is part of the investigation. A line that begins with a blank is not kept.
/// </summary>
sealed class ShellHistory
{
    /// <summary>Most entries that are kept; twice as many may stand in the file until it is cut.</summary>
    public const int Most = 1000;

    const int MostCharacters = 64 * 1024;
    const long MostBytes = 16 * 1024 * 1024;
    readonly string? _path;
    readonly List<string> _entries;

    ShellHistory(string? path, List<string> entries)
    {
        _path = path;
        _entries = entries;
    }

    /// <summary>The entries, the oldest first.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>
    /// The user's state folder: <c>traillake</c> below XDG_STATE_HOME (https://specifications.freedesktop.org/basedir-spec), which counts
    /// only as an absolute path, else below ~/.local/state; on Windows below the local application data. Null when there is none.
    /// </summary>
    public static string? StateFolder()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (string.IsNullOrEmpty(state) || !Path.IsPathFullyQualified(state))
        {
            var (folder, below) = OperatingSystem.IsWindows()
                ? (Environment.SpecialFolder.LocalApplicationData, "")
                : (Environment.SpecialFolder.UserProfile, Path.Combine(".local", "state"));
            state = Environment.GetFolderPath(folder) is { Length: > 0 } home ? Path.Combine(home, below) : null;
        }

        return state is null ? null : Path.Combine(state, "traillake");
    }

    /// <summary>Reads the history of a folder. What in it is no entry is passed over.</summary>
    /// <param name="folder">The folder; null to keep nothing.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ShellHistory Load(string? folder)
    {
        if (folder is null)
        {
            return new ShellHistory(null, []);
        }

        var path = Path.Combine(folder, "history");
        PrivateFile.CreateFolder(folder);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return new ShellHistory(path, []);
        }

        if (file.Length > MostBytes)
        {
            throw new IOException($"{path} is larger than a history gets; remove it");
        }

        var entries = File.ReadLines(path).Select(Read).OfType<string>().ToList();
        if (entries.Count > 2 * Most)
        {
            entries.RemoveRange(0, entries.Count - Most);
            Rewrite(path, entries);
        }

        return new ShellHistory(path, entries);
    }

    /// <summary>Adds what was entered, here and in the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Add(string entry)
    {
        if (entry.Length is 0 or > MostCharacters || char.IsWhiteSpace(entry[0]) || entry == _entries.LastOrDefault())
        {
            return;
        }

        _entries.Add(entry);
        if (_path is not null)
        {
            // One write, so that shells that run at once do not mix their lines.
            var options = new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = PrivateFile.Owner;
            }

            using var stream = new FileStream(_path, options);
            stream.Write(Encoding.UTF8.GetBytes(Line(entry)));
        }
    }

    static string? Read(string line)
    {
        try
        {
            var entry = line.Length <= 8 * MostCharacters ? JsonSerializer.Deserialize(line, CommandJson.Default.String) : null;
            return entry is { Length: > 0 and <= MostCharacters } ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Line(string entry) => JsonSerializer.Serialize(entry, CommandJson.Default.String) + "\n";

    static void Rewrite(string path, List<string> entries)
    {
        var partial = path + ".partial";
        using (var stream = PrivateFile.Create(partial))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(entries.Select(Line))));
        }

        File.Move(partial, path, overwrite: true);
    }
}
