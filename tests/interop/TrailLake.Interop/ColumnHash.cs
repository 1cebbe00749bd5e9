using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using TrailLake.Schema;

namespace TrailLake.Interop;

/// <summary>
/// What a column holds, so that another program can say whether it reads the same: see <c>tests/interop/README.md</c>.
/// </summary>
static class ColumnHash
{
    /// <summary>SQL (DuckDB) of one value as the hash takes it: hexadecimal digits of its UTF-8, a dash for a missing one.</summary>
    public static string Expression(ColumnSpec leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        if (leaf.MaxRepetition > 0)
        {
            return $"'[' || array_to_string(list_transform(coalesce(resources, []), r -> coalesce(hex(r.\"{leaf.Name}\"), '-')),"
                + " ';') || ']'";
        }

        string column = "\"" + leaf.Path.Replace(".", "\".\"", StringComparison.Ordinal) + "\"";
        string text = leaf.Kind switch
        {
            ColumnKind.Timestamp => $"CAST(epoch_us({column}) AS VARCHAR)",
            ColumnKind.Text or ColumnKind.Json => column,
            _ => $"CAST({column} AS VARCHAR)",
        };
        return $"coalesce(hex({text}), '-')";
    }

    /// <summary>SHA-256, lower-case hexadecimal, of the values joined by commas.</summary>
    public static string Of(IEnumerable<string> values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', values))));
}
