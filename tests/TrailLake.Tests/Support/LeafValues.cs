using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Tests.Support;

/// <summary>What a data file must hold: a batch's values by leaf, its rows by caller and time.</summary>
static class LeafValues
{
    public static List<LeafValue> Expected(ColumnBatch batch, ColumnSpec leaf)
    {
        var times = batch.Long(FieldId.EventTime).Values.ToArray();
        var rows = Rows(batch, leaf);

        // OrderBy is stable. Bytes are compared, as the writer does: UTF-16 sorts otherwise outside of the basic plane.
        var callers = batch.Text(FieldId.UserArn);
        string Caller(int row) =>
            callers.IsDictionary && callers.Values[row] is >= 0 and var entry ? "+" + Convert.ToHexString(callers.Entry(entry)) : "";
        return [.. Enumerable.Range(0, rows.Count).OrderBy(Caller, StringComparer.Ordinal).ThenBy(row => times[row])
            .SelectMany(row => rows[row])];
    }

    /// <summary>A batch's values by leaf, its rows as they stand.</summary>
    public static IEnumerable<LeafValue> InOrder(ColumnBatch batch, ColumnSpec leaf) => Rows(batch, leaf).SelectMany(row => row);

    static List<List<LeafValue>> Rows(ColumnBatch batch, ColumnSpec leaf)
    {
        var rows = new List<List<LeafValue>>();
        switch (leaf.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json:
                var column = batch.Text(leaf.Id);
                for (int i = 0; i < column.Values.Length; i++)
                {
                    int repetition = leaf.MaxRepetition == 0 ? 0 : column.Repetitions[i];
                    if (repetition == 0)
                    {
                        rows.Add([]);
                    }

                    int value = column.Values[i];
                    rows[^1].Add(value < 0
                        ? new LeafValue(null, ~value, repetition)
                        : new LeafValue(Encoding.UTF8.GetString(column.Entry(value)), leaf.MaxDefinition, repetition));
                }

                break;
            case ColumnKind.Boolean:
                foreach (byte value in batch.Boolean(leaf.Id).Values)
                {
                    rows.Add([value == BooleanColumn.Missing ? new LeafValue(null, 0, 0) : new LeafValue(value == 1, 1, 0)]);
                }

                break;
            default:
                foreach (long value in batch.Long(leaf.Id).Values)
                {
                    object number = leaf.Kind == ColumnKind.Timestamp ? DateTime.UnixEpoch.AddMicroseconds(value) : value;
                    rows.Add([value == LongColumn.Missing ? new LeafValue(null, 0, 0) : new LeafValue(number, 1, 0)]);
                }

                break;
        }

        return rows;
    }
}
