using System.Text;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;

namespace TrailLake.Query.Copies;

/// <summary>Makes the table <c>copy_groups</c>: one row for each run of records that are one event with those of other runs.</summary>
static class CopyGroups
{
    const string Empty = $"CREATE TABLE {LakeViews.CopyGroupsTable} AS "
        + "SELECT NULL::VARCHAR AS object, 0::BIGINT AS first, 0::BIGINT AS last, 0::BIGINT AS \"group\" WHERE false";

    /// <summary>Follows a condition over rows of <c>objects</c>, and leaves the URIs under which different contents were met.</summary>
    public const string HasSeveralContents =
        "\"records\" > 0 GROUP BY \"uri\" HAVING count(DISTINCT coalesce(\"contentSha256\", \"sha256\", \"etag\")) > 1";

    const string Copies = "traillake_read_copies";
    const string History = "traillake_read_objects";

    /// <summary>The statements that make the table, in order.</summary>
    /// <param name="database">One that may read the files; nothing of it is changed.</param>
    public static string[] Create(SandboxedDuckDB database, LakeFiles files)
    {
        if (files.Copies.Count == 0)
        {
            return [Empty];
        }

        var uris = new List<string>();
        var links = Read(database, files, uris);
        return [links.Count == 0 ? Empty : Statement(RecordGroups.Of(links), uris)];
    }

    static List<CopyLink> Read(SandboxedDuckDB database, LakeFiles files, List<string> uris)
    {
        // Under names of its own: the views of these names may be wanted by the statement that needs the table, and are not made yet.
        var views = LakeViews.Ledger(files, Copies, History).ToList();
        views.ForEach(database.Run);
        try
        {
            // A record is known by its object's URI. Where several contents were delivered under one, its number does not tell which is
            // meant: that an event was delivered elsewhere too is said only where it is sure.
            var links = new LakeQuery(
                $$"""
                WITH several AS MATERIALIZED (
                    SELECT "uri" FROM ({{LakeViews.ObjectsOf(History)}})
                    WHERE "uri" IN (SELECT "copyObject" FROM {{Copies}} UNION SELECT "keptObject" FROM {{Copies}})
                        AND {{HasSeveralContents}})
                SELECT "copyObject", "copyIndex", "keptObject", "keptIndex", "records" FROM {{Copies}}
                WHERE "copyObject" NOT IN (FROM several) AND "keptObject" NOT IN (FROM several)
                """);
            using var result = database.Execute(links, default);
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            var found = new List<CopyLink>();
            while (result.Read())
            {
                var (copy, kept) = (Number(result.GetText(0)!), Number(result.GetText(2)!));
                var link = new CopyLink(copy, result.GetInt64(1) ?? -1, kept, result.GetInt64(3) ?? -1, result.GetInt64(4) ?? 0);
                if (IsRun(link.CopyFirst, link.Records) && IsRun(link.KeptFirst, link.Records)
                    && (link.Copy != link.Kept || link.CopyFirst != link.KeptFirst))
                {
                    found.Add(link);
                }
            }

            return found;

            int Number(string uri)
            {
                if (!numbers.TryGetValue(uri, out int number))
                {
                    numbers.Add(uri, number = uris.Count);
                    uris.Add(uri);
                }

                return number;
            }
        }
        finally
        {
            database.Run($"DROP VIEW {Copies}; DROP VIEW {History}");
        }
    }

    // What another program wrote into the table may be none.
    static bool IsRun(long first, long records) => first >= 0 && records > 0 && first <= long.MaxValue - records;

    /// <summary>All values stand in few texts: lists of so many literals would take DuckDB's parser seconds.</summary>
    static string Statement(List<RecordRun> runs, List<string> uris)
    {
        // Keys may hold line ends.
        char separator = Enumerable.Range(1, 31).Prepend('\n').Select(code => (char)code)
            .First(code => !uris.Exists(uri => uri.Contains(code, StringComparison.Ordinal)));
        string texts = SqlText.Literal(string.Join(separator, uris));
        return $"CREATE TABLE {LakeViews.CopyGroupsTable} AS SELECT uris[number + 1] AS object, first, last, \"group\" FROM ("
            + $"SELECT unnest({Numbers(runs, run => run.Object)}) AS number, unnest({Numbers(runs, run => run.First)}) AS first, "
            + $"unnest({Numbers(runs, run => run.Last)}) AS last, unnest({Numbers(runs, run => run.Group)}) AS \"group\"), "
            + $"(SELECT string_split({texts}, chr({(int)separator})) AS uris)";
    }

    static string Numbers(List<RecordRun> runs, Func<RecordRun, long> get)
    {
        var text = new StringBuilder("string_split('");
        for (int i = 0; i < runs.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(System.Globalization.CultureInfo.InvariantCulture, $"{get(runs[i])}");
        }

        return text.Append("', ',')::BIGINT[]").ToString();
    }
}
