using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrailLake.Query.Views;
using TrailLake.Schema;

namespace TrailLake.Tests.Conventions;

/// <summary>
/// Writes docs/schema.md out of the code: columns from <see cref="CloudTrailSchema"/>, the ledger's words from the rows' own documentation.
/// </summary>
static partial class SchemaPage
{
    /// <summary>Which rows of the ledger, the rejects and the copies count, in SQL. LAKE stands for the lake's folder.</summary>
    public const string Counting = """

        ### Which rows count

        The files of `objects`, `rejects` and `copies` hold rows that do not count: those of a run that broke off, and in `objects` those that later
        ones superseded. Our own views leave both out; whoever reads the tables with another engine does it so:

        1. **A row counts once the log of `events` holds its batch.** The ledger's commit comes first, and the commit of `events` that makes the batch
           visible has an action `txn` whose `appId` is the batch. The actions stand in `events/_delta_log`, in the commits (`*.json`, one action a line)
           and, of older commits, in the checkpoints (`*.checkpoint.parquet`, column `txn`): a batch is committed when it is in either. Other `appId`s,
           which begin with `traillake:`, are no batches. In DuckDB, for a lake whose log nobody cut short:

           ```sql
           CREATE VIEW committed AS
           SELECT DISTINCT txn.appId AS batch
           FROM read_json('LAKE/events/_delta_log/*.json', format = 'newline_delimited', columns = {txn: 'STRUCT(appId VARCHAR)'})
           WHERE txn IS NOT NULL;
           ```

        2. **Of the rows of one object, which are those of one `uri` and `etag`, one counts**: the newest that could be read, else the newest.
        3. **A row that a repair guessed** (`state` is `unreadable`, `etag` is empty) counts only until a row of that `uri` is not `unreadable`.

        In SQL that any engine runs, over the tables as they stand (`objects_raw`, `rejects_raw`, `copies_raw`) and `committed`:

        ```sql
        CREATE VIEW objects_history AS
        SELECT * FROM objects_raw WHERE batch IN (SELECT batch FROM committed);

        CREATE VIEW objects AS
        SELECT * FROM (
          SELECT h.*, row_number() OVER (PARTITION BY uri, etag
            ORDER BY CASE WHEN state = 'unreadable' THEN 1 ELSE 0 END, ingestedAt DESC, batch DESC) AS newest
          FROM objects_history h
        ) ranked
        LEFT JOIN (SELECT DISTINCT uri AS read_uri FROM objects_history WHERE state <> 'unreadable') was_read
          ON was_read.read_uri = ranked.uri
        WHERE newest = 1 AND (state <> 'unreadable' OR etag <> '' OR read_uri IS NULL);

        CREATE VIEW rejects AS
        SELECT * FROM rejects_raw WHERE batch IN (SELECT batch FROM committed);

        CREATE VIEW copies AS
        SELECT * FROM copies_raw WHERE batch IN (SELECT batch FROM committed);
        ```

        `traillake connect --engine` prints these views for each engine, with the batches that do not count by name, so that no log need be read.

        """;

    /// <summary>The page.</summary>
    /// <param name="documentation">XML documentation of the lake's assembly.</param>
    public static string Write(XDocument documentation)
    {
        var page = new StringBuilder("""
            # Columns of the lake

            This page is written from the code by a test; `UPDATE_DOCS=1 dotnet test --filter SchemaDocTests` writes it anew.

            ## events

            One row for each event, partitioned by `date` and `account`. Names are CloudTrail's own; struct members are reached with dots
            (`userIdentity.sessionContext.sessionIssuer.arn`), `resources` is a list of structs. A column of kind *JSON* is text, as delivered (but see below):
            `requestParameters->>'bucketName'` takes a value out of it in DuckDB. Every column can be NULL.
            Columns with a **Bloom filter** have one in each row group, so that one value is found over years without reading the others.

            | column | kind | Bloom filter | what it is |
            |---|---|---|---|
            | `date` | date | | UTC day of `eventTime`; stands in the path. |
            | `account` | text | | `recipientAccountId` of up to 32 KiB, else the account of the object's key, else `unknown`; stands in the path. |

            """);
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            page.Append($"| `{NameOf(leaf)}` | {KindOf(leaf.Kind)} |{(leaf.HasBloomFilter ? " yes " : " ")}| ")
                .Append($"{leaf.Description.Replace("|", "\\|")} |\n");
        }

        page.Append("""

            In the view `events` of `traillake query` a JSON column that was delivered as `null` is NULL; `events_raw` and the files keep the
            text `null`, which is not the same as a key that was absent.

            ### JSON that some readers refuse

            JSON allows what readers refuse, and one such value would stop a query over the whole lake. The columns hold a form that DuckDB, ClickHouse
            and .NET take as they come:

            | delivered | in the column |
            |---|---|
            | half of a surrogate pair (`"holiday \ud83d"`: CloudTrail cuts long texts), in a value or a name | U+FFFD in its place, in columns of text too |
            | an integer beyond 64 bits, a number beyond a double (`1e400`) or of more than 1,000 characters | a string of the same characters |
            | objects and arrays nested deeper than 64 levels | a string that holds their JSON |

            `delivered` has such values as they were: an object with the path of each column concerned (`requestParameters`,
            `userIdentity.userName`, `unmapped`) and, as a string, its JSON. It is NULL for all other events. `show`, `lookup` and the library rebuild
            the record from it, character by character for these values. A key that stands twice in one object does so in the column; DuckDB and
            ClickHouse take the first, other readers the last.

            Files that earlier versions wrote have no `delivered`, and their JSON is as it was delivered. The views show it as above, and work `delivered`
            out, for halves of pairs, which is what DuckDB refuses; but for `userIdentity.sessionContext.webIdFederationData.attributes`, which stays
            as it is. What `optimize` writes anew has the form above.

            ## objects: the ledger

            One row for each object of the source that was ever met. `records = events + duplicates + rejects` holds for every row.


            """);
        AppendTable(page, documentation, "ObjectRow", LedgerColumns.Objects);
        page.Append(Counting);
        page.Append("""

            ## rejects

            What could not become an event, with its place and its bytes.


            """);
        AppendTable(page, documentation, "RejectRow", LedgerColumns.Rejects);
        page.Append("""

            ## copies

            Which other objects delivered an event too: one row for each run of records of an object that were dropped because they are equal as JSON to records that
            follow one another elsewhere. The other side of a row may have been dropped, purged or restored since, so neither counts more: records that rows
            connect, over any chain, are one event. A lake of an older version gets this table with its next ingest, and fills it from then on; what a purge takes
            out stays named here. Two views of `traillake query` go by it, of events that are in the lake: `verified_events` has those of which an object that
            delivered them is verified, and `deliveries` has a row for each event and each record that delivered it (`eventID`, `sourceObject`, `sourceIndex`,
            `deliveredObject`, `deliveredIndex`).


            """);
        AppendTable(page, documentation, "CopyRow", LedgerColumns.Copies);
        page.Append("""

            ## Other engines beside the lake

            The tables of a lake carry properties that other engines heed:

            | property | tables | meaning |
            |---|---|---|
            | `delta.appendOnly=true` | all | rows are neither deleted nor changed; to compact is allowed |
            | `delta.dataSkippingStatsColumns` | events | the columns whose bounds stand in the log; another value, or `delta.dataSkippingNumIndexedCols`, is left as it is |

            An engine may compact the table (Spark's `OPTIMIZE`): the events are the same, but the files are not TrailLake's any more, and `verify lake` says so until
            `traillake optimize --rewrite` has written them again. `VACUUM` of Spark removes files that no commit names and spares folders that begin with an underscore. Trino's removes these
            too, the index in `events/_needles` among them: answers stay right and take longer, `status` says that the index is gone, and `traillake optimize` makes it again.

            """);
        return page.ToString().ReplaceLineEndings("\n");
    }

    static void AppendTable(StringBuilder page, XDocument documentation, string row, IEnumerable<(string Name, string Type)> columns)
    {
        page.Append("| column | kind | what it is |\n|---|---|---|\n");
        foreach (var (name, type) in columns)
        {
            var kind = type switch
            {
                "VARCHAR" => "text",
                "BIGINT" => "integer",
                "TIMESTAMPTZ" => "timestamp",
                _ => "bytes",
            };
            page.Append($"| `{name}` | {kind} | {Describe(documentation, row, name)} |\n");
        }
    }

    static string Describe(XDocument documentation, string row, string column)
    {
        var member = documentation.Descendants("member").Single(m => string.Equals(
            (string?)m.Attribute("name"), $"P:TrailLake.Tables.{row}.{column}", StringComparison.OrdinalIgnoreCase));
        var text = string.Concat(member.Element("summary")!.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{LastName((string)see.Attribute("cref")!, row)}`",
            XElement element => $"`{element.Value}`",
            _ => node.ToString(),
        }));
        return Blanks.Replace(text, " ").Trim().Replace("|", "\\|");
    }

    // A type (T:…) keeps its name; P:TrailLake.Tables.ObjectRow.ETag is a column, of this table or of the ledger.
    static string LastName(string reference, string row)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        if (reference.StartsWith("T:", StringComparison.Ordinal))
        {
            return name;
        }

        var isElsewhere = reference.Contains(".ObjectRow.", StringComparison.Ordinal) && row != "ObjectRow";
        return (isElsewhere ? "objects." : "") + (name == "ETag" ? "etag" : char.ToLowerInvariant(name[0]) + name[1..]);
    }

    static string NameOf(ColumnSpec leaf) => leaf.MaxRepetition == 0 ? leaf.Path : leaf.Path.Replace(".", "[].");

    static string KindOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Json => "JSON",
        ColumnKind.Int64 => "integer",
        _ => kind.ToString().ToLowerInvariant(),
    };

    [GeneratedRegex(@"\s+")]
    static partial Regex Blanks { get; }
}
