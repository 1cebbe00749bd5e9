using System.Text.RegularExpressions;

namespace TrailLake.Query.Sql;

/// <summary>
/// The views of the lake, and the macros and views that a session has beside them. Each is made when a statement first names it, after
/// those that it names itself: making all macros costs some 90 ms, a view over <c>events</c> 88 ms in a lake of 5,000 files and 0.9 s in
/// one of 50,000; most statements need few of them, and a search that the index answers not even <c>events</c>.
/// </summary>
/// <param name="views">The lake's own views by name, each with its statements, of which the last one makes it.</param>
sealed partial class SessionScripts(IEnumerable<(string Name, Func<string[]> Statements)> views)
{
    static readonly string[] s_scripts =
        ["calls", "presto", "addresses", "calls.view", "cloudtrail_logs.view", "aws_cloudtrail_log.view", "copies.view"];

    static readonly Lazy<Dictionary<string, List<string>>> s_statements = new(Read);

    readonly HashSet<string> _made = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, Func<string[]>> _views =
        views.ToDictionary(view => view.Name, view => view.Statements, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of all views that a statement may name.</summary>
    public static IReadOnlyList<string> Views { get; } =
    [
        "events", "objects", "rejects", "copies", "verified_events", "deliveries", "events_raw", "objects_history", "events_files",
        "cloudtrail_logs", "aws_cloudtrail_log",
    ];

    /// <summary>True when a statement has needed the view or macro.</summary>
    public bool IsMade(string name) => _made.Contains(name);

    /// <summary>All of them, in order.</summary>
    public static IEnumerable<string> All()
    {
        var scripts = new SessionScripts([]);
        var all = new List<string>();
        foreach (var name in s_statements.Value.Keys)
        {
            scripts.Collect(name, all);
        }

        return all;
    }

    /// <summary>Stand-ins, outside of a session, for what only a session can do.</summary>
    public static IEnumerable<string> Elsewhere() => Create.Matches(EmbeddedSql.Script("connect")).Select(match => match.Value);

    /// <summary>The statements that must run before this one, in order.</summary>
    public IEnumerable<string> For(string sql)
    {
        // Without its texts: the names of many APIs begin with Describe.
        var bare = Text.Replace(sql, "''");
        var listing = Listing.IsMatch(bare);
        var needed = new List<string>();
        foreach (var name in listing ? _views.Keys.Concat(s_statements.Value.Keys) : Words(Value.Replace(sql, "''")))
        {
            Collect(name, needed);
        }

        return needed;
    }

    void Collect(string name, List<string> needed)
    {
        if (_views.TryGetValue(name, out var make) && _made.Add(name))
        {
            var view = make();

            // The other statements hold lists of files. What is quoted are columns and their names for the reader: the ledger's column of
            // events is not the view, which is dear to make.
            foreach (var word in Words(Quoted.Replace(view[^1], "")))
            {
                Collect(word, needed);
            }

            needed.AddRange(view);
        }

        if (!s_statements.Value.TryGetValue(name, out var statements) || !_made.Add(name))
        {
            return;
        }

        foreach (var statement in statements)
        {
            foreach (var word in Words(statement))
            {
                Collect(word, needed);
            }

            needed.Add(statement);
        }
    }

    // A view and a macro may have one name: both are made.
    static Dictionary<string, List<string>> Read() => s_scripts
        .SelectMany(script => Create.Matches(EmbeddedSql.Script(script)))
        .GroupBy(match => match.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.Select(match => match.Value).ToList(), StringComparer.OrdinalIgnoreCase);

    static IEnumerable<string> Words(string sql) =>
        Word.Matches(sql).Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase);

    // A statement ends with the semicolon that ends its line.
    [GeneratedRegex(@"^CREATE (?:MACRO|VIEW) (\w+).*?;$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    static partial Regex Create { get; }

    // A statement that asks what there is must find them all.
    [GeneratedRegex(
        @"\b(SHOW|DESCRIBE)\b|duckdb_|pragma_|information_schema|sqlite_master|pg_catalog",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    static partial Regex Listing { get; }

    [GeneratedRegex("'[^']*'", RegexOptions.CultureInvariant)]
    static partial Regex Text { get; }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"", RegexOptions.CultureInvariant)]
    static partial Regex Quoted { get; }

    // A text that is surely a value: a name with something around it, such as the ARN of a role that is called after events. One of blanks
    // may reach from one text's end to the next one's start.
    [GeneratedRegex(@"'[^'\s]*[^'\s\w][^'\s]*'", RegexOptions.CultureInvariant)]
    static partial Regex Value { get; }

    [GeneratedRegex(@"[A-Za-z_]\w*", RegexOptions.CultureInvariant)]
    static partial Regex Word { get; }
}
