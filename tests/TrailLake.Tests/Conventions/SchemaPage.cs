using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrailLake.Query;
using TrailLake.Schema;

namespace TrailLake.Tests.Conventions;

/// <summary>Writes docs/schema.md out of the code: columns from <see cref="CloudTrailSchema"/>, the ledger's words from the rows' own documentation.</summary>
static partial class SchemaPage
{
    /// <summary>The page.</summary>
    /// <param name="documentation">XML documentation of the core assembly.</param>
    public static string Write(XDocument documentation)
    {
        var page = new StringBuilder("""
            # Columns of the lake

            This page is written from the code by a test; `UPDATE_DOCS=1 dotnet test --filter SchemaDocTests` writes it anew.

            ## events

            One row for each event, partitioned by `date` and `account`. Names are CloudTrail's own; struct members are reached with dots
            (`userIdentity.sessionContext.sessionIssuer.arn`), `resources` is a list of structs. A column of kind *JSON* is text, as delivered (but see below):
            `requestParameters->>'bucketName'` takes a value out of it in DuckDB. Every column can be NULL.
            **Needle** columns have a Bloom filter in each row group, so that one value is found over years without reading the others.

            | column | kind | needle | what it is |
            |---|---|---|---|
            | `date` | date | | UTC day of `eventTime`; stands in the path. |
            | `account` | text | | `recipientAccountId` of up to 32 KiB, else the account of the object's key, else `unknown`; stands in the path. |

            """);
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            page.Append($"| `{NameOf(leaf)}` | {KindOf(leaf.Kind)} |{(leaf.Needle ? " yes " : " ")}| {leaf.Description.Replace("|", "\\|")} |\n");
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
            (string?)m.Attribute("name"), $"P:TrailLake.Lake.{row}.{column}", StringComparison.OrdinalIgnoreCase));
        var text = string.Concat(member.Element("summary")!.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{LastName((string)see.Attribute("cref")!, row)}`",
            XElement element => $"`{element.Value}`",
            _ => node.ToString(),
        }));
        return Blanks.Replace(text, " ").Trim().Replace("|", "\\|");
    }

    // T:TrailLake.Ingest.ArchiveKind keeps its name; P:TrailLake.Lake.ObjectRow.ETag is a column, of this table or of the ledger.
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
