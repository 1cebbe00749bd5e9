using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Schema;

namespace TrailLake.Query.Completion;

/// <summary>Completes SQL over a lake: what DuckDB's <c>sql_auto_complete</c> offers, and the members of structures.</summary>
sealed class SqlCompleter(SqlSession session)
{
    bool _hasTables;

    /// <summary>Completes the last word of a statement's beginning.</summary>
    /// <param name="sql">The statement up to the caret.</param>
    public SqlCompletion Complete(string sql)
    {
        var start = sql.Length;
        while (start > 0 && (IsWord(sql[start - 1]) || sql[start - 1] == '.'))
        {
            start--;
        }

        var word = sql[start..];
        var dot = word.LastIndexOf('.');
        return dot >= 0
            ? new SqlCompletion(start + dot + 1, [.. Members(word[..dot].Split('.')).Where(name => Begins(name, word[(dot + 1)..]))])
            : new SqlCompletion(start, [.. Suggestions(sql).Where(name => Begins(name, word))]);
    }

    /// <summary>Names of the views that there are, for example to complete or to list them.</summary>
    public IReadOnlyList<string> Tables() => session.ReadAll(
        new LakeQuery("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1"), row => row.GetText(0)!);

    static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    static bool Begins(string name, string word) => name.Length > word.Length && name.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    // What stands before the dots is a structure, behind the alias of a table or not, or only an alias.
    static IEnumerable<string> Members(string[] path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            IEnumerable<SchemaNode>? nodes = CloudTrailSchema.Nodes;
            foreach (var name in path.Skip(i))
            {
                var found = nodes?.FirstOrDefault(node => node.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
                nodes = found is { Leaf: null, IsList: false } ? found.Children : null;
            }

            if (nodes is not null)
            {
                return nodes.Select(node => node.Name);
            }
        }

        return path.Length == 1 ? CloudTrailSchema.Nodes.Select(node => node.Name) : [];
    }

    // It also offers names of files, which a session may not read.
    IEnumerable<string> Suggestions(string sql)
    {
        try
        {
            if (!_hasTables)
            {
                // A session makes most views when they are first named; to list them makes them all.
                Tables();
                _hasTables = true;
            }

            var suggest = new LakeQuery(
                "SELECT DISTINCT ON (suggestion) suggestion "
                + "FROM (SELECT *, row_number() OVER () AS place FROM sql_auto_complete(?::VARCHAR)) "
                + "WHERE suggestion_type NOT IN ('file_name', 'directory') ORDER BY place");
            return session.ReadAll(suggest with { Parameters = [sql], IsAside = true }, row => row.GetText(0)!);
        }
        catch (TrailLakeException)
        {
            // A text that cannot be read as SQL has no completions.
            return [];
        }
    }
}
