using System.Globalization;
using System.Text.RegularExpressions;
using TrailLake.Errors;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Connections;

/// <summary>SQL that makes the views and macros over one snapshot in any DuckDB session from 1.4 on. They are temporary.</summary>
static partial class LakeScript
{
    const string Mark = "-- TrailLake: ";

    /// <summary>Writes the script.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="files">The files of the snapshot.</param>
    /// <param name="origin">What the script says about itself.</param>
    public static void Write(TextWriter output, LakeFiles files, LakeOrigin origin)
    {
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{Mark}snapshot {origin.Snapshot} of the lake {OneLine(origin.Lake)}, written {origin.WrittenAt:yyyy-MM-dd'T'HH:mm:ss'Z'} "
                + $"by {OneLine(origin.Program)}\n"));
        output.Write("-- events_with is not among them: it asks the lake's index, which only traillake query reads.\n");
        output.Write("SET TimeZone = 'UTC';\n");
        foreach (var statement in StandaloneViews.Create(files).Concat(SessionScripts.All()).Concat(SessionScripts.Elsewhere()))
        {
            output.Write(Create.Replace(statement.TrimEnd(';'), "CREATE OR REPLACE TEMP "));
            output.Write(";\n");
        }
    }

    /// <summary>True for a file that <see cref="Write"/> wrote.</summary>
    public static bool IsOurs(string path)
    {
        using var reader = new StreamReader(path);
        var start = new char[Mark.Length];
        return reader.ReadBlock(start) == Mark.Length && start.AsSpan().SequenceEqual(Mark);
    }

    // A folder's name may hold a line end, and would end the comment.
    static string OneLine(string text) => TerminalText.Escape(text);

    [GeneratedRegex(@"\ACREATE (?=VIEW|MACRO|TABLE)", RegexOptions.CultureInvariant)]
    static partial Regex Create { get; }
}
