using TrailLake.Query.Views;
using TrailLake.Schema;

namespace TrailLake.Query.TableFunction;

/// <summary>The columns of the table function as DuckDB's types; the same that it reads of the data files itself.</summary>
static unsafe class RowTableColumns
{
    // Numbers of duckdb_type in duckdb.h.
    const int Boolean = 1;
    const int BigInt = 5;
    const int Date = 13;
    const int Varchar = 17;
    const int TimestampTz = 31;

    /// <summary>The parameter's type.</summary>
    public static nint CreateParameter() => DuckDBTableFunctions.CreateType(BigInt);

    /// <summary>Tells DuckDB all columns.</summary>
    public static void AddTo(nint info)
    {
        foreach (var node in CloudTrailSchema.Nodes)
        {
            Add(info, node.Name, Create(node));
        }

        Add(info, CloudTrailSchema.DatePartition, DuckDBTableFunctions.CreateType(Date));
        Add(info, CloudTrailSchema.AccountPartition, DuckDBTableFunctions.CreateType(Varchar));
        Add(info, LakeViews.FileColumn, DuckDBTableFunctions.CreateType(Varchar));
    }

    static void Add(nint info, string name, nint type)
    {
        DuckDBTableFunctions.AddResultColumn(info, name, type);
        DuckDBTableFunctions.DestroyType(ref type);
    }

    static nint Create(SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            return DuckDBTableFunctions.CreateType(leaf.Kind switch
            {
                ColumnKind.Timestamp => TimestampTz,
                ColumnKind.Boolean => Boolean,
                ColumnKind.Int64 => BigInt,
                _ => Varchar,
            });
        }

        var members = node.Children.Select(Create).ToArray();
        nint result;
        fixed (nint* types = members)
        {
            result = DuckDBTableFunctions.CreateStructType(types, [.. node.Children.Select(child => child.Name)], (ulong)members.Length);
        }

        foreach (ref var member in members.AsSpan())
        {
            DuckDBTableFunctions.DestroyType(ref member);
        }

        if (!node.IsList)
        {
            return result;
        }

        var list = DuckDBTableFunctions.CreateListType(result);
        DuckDBTableFunctions.DestroyType(ref result);
        return list;
    }
}
