using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using System.Linq;

namespace TrailLake.Tests.Support;

/// <summary>Reads what is left of a reader.</summary>
static class ReaderRows
{
    /// <summary>Every row as texts; NULL as null.</summary>
    public static List<string?[]> ReadAll(this DbDataReader reader)
    {
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(
                i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }
}
