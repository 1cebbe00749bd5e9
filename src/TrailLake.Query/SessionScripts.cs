using System;
using System.Collections.Generic;
using System.Linq;

namespace TrailLake.Query;

/// <summary>
/// The macros and views that a session has beside the lake's own. A view is made when a statement first names it: making it binds
/// <c>events</c>, which costs 88 ms in a lake of 5,000 files, and most statements need none.
/// </summary>
sealed class SessionScripts
{
    static readonly string[] s_macros = ["calls", "presto", "addresses"];
    static readonly string[] s_views = ["calls", "cloudtrail_logs", "aws_cloudtrail_log"];

    readonly List<string> _missing = [.. s_views];

    /// <summary>The SQL that makes the macros.</summary>
    public static IEnumerable<string> Macros() => s_macros.Select(EmbeddedSql.Script);

    /// <summary>The SQL that makes the views which a statement may name and which are not there yet.</summary>
    public IEnumerable<string> ViewsFor(string sql)
    {
        // A statement that asks what there is must find them all.
        var all = s_listings.Any(word => sql.Contains(word, StringComparison.OrdinalIgnoreCase));
        foreach (var name in _missing.Where(name => all || sql.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _missing.Remove(name);
            yield return EmbeddedSql.Script(name + ".view");
        }
    }

    static readonly string[] s_listings = ["SHOW", "DESCRIBE", "duckdb_", "pragma", "information_schema", "sqlite_master", "pg_"];
}
