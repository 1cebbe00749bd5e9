using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Schema;

namespace TrailLake.Comparison;

/// <summary>
/// TrailLake's own columns in the words of the other engines, so that all write the same table. TrailLake's provenance and lossless
/// columns are left out: the peers have less to do.
/// </summary>
static class PeerSchema
{
    static IEnumerable<SchemaNode> RecordNodes => CloudTrailSchema.Nodes.Where(n => n.FirstLeaf < CloudTrailSchema.FirstOwnLeaf);

    /// <summary>Names of the top-level columns.</summary>
    public static IEnumerable<string> ColumnNames => RecordNodes.Select(n => n.Name);

    /// <summary>The type of one record for DuckDB.</summary>
    public static string DuckDbRecord => DuckDbStruct(RecordNodes);

    /// <summary>The type of one record for ClickHouse.</summary>
    public static string ClickHouseRecord => ClickHouseTuple(RecordNodes);

    static string DuckDbStruct(IEnumerable<SchemaNode> nodes) =>
        $"STRUCT({string.Join(", ", nodes.Select(n => $"\"{n.Name}\" {DuckDbType(n)}"))})";

    static string DuckDbType(SchemaNode node) => node.Leaf?.Kind switch
    {
        null => DuckDbStruct(node.Children) + (node.IsList ? "[]" : ""),
        ColumnKind.Text or ColumnKind.Json => "VARCHAR",
        ColumnKind.Timestamp => "TIMESTAMP",
        ColumnKind.Boolean => "BOOLEAN",
        _ => "BIGINT",
    };

    static string ClickHouseTuple(IEnumerable<SchemaNode> nodes) =>
        $"Tuple({string.Join(", ", nodes.Select(n => $"`{n.Name}` {ClickHouseType(n)}"))})";

    static string ClickHouseType(SchemaNode node) => node.Leaf?.Kind switch
    {
        null when node.IsList => $"Array({ClickHouseTuple(node.Children)})",
        null => ClickHouseTuple(node.Children),
        ColumnKind.Text or ColumnKind.Json => "Nullable(String)",
        ColumnKind.Timestamp => "DateTime64(6, 'UTC')",
        ColumnKind.Boolean => "Nullable(Bool)",
        _ => throw new NotSupportedException($"no record column is of kind {node.Leaf?.Kind}"),
    };
}
