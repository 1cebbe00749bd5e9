using System.Collections.Immutable;
using TrailLake.Columns;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Tables.Rows;

/// <summary>
/// The column <c>delivered</c> of a file that has no such column: what its other columns hold is as it was delivered. Owns its buffers.
/// </summary>
sealed class DeliveredColumn
{
    static readonly ImmutableArray<ColumnSpec> s_columns =
        CloudTrailSchema.Leaves.RemoveAll(leaf => leaf.Kind != ColumnKind.Json || leaf.Id == FieldId.Delivered);

    readonly DeliveredWriter _writer = new();
    readonly RowValues[] _values = [.. s_columns.Select(_ => new RowValues())];

    /// <summary>Reads a column of some rows as the file has it.</summary>
    public delegate void ReadColumn(FieldId column, ReadOnlySpan<int> rows, RowValues values);

    /// <summary>Works the column out for some rows.</summary>
    /// <param name="values">What it held before is dropped.</param>
    public void Read(ReadOnlySpan<int> rows, RowValues values, ReadColumn read)
    {
        for (int i = 0; i < s_columns.Length; i++)
        {
            read(s_columns[i].Id, rows, _values[i]);
        }

        values.Clear();
        for (int row = 0; row < rows.Length; row++)
        {
            for (int i = 0; i < s_columns.Length; i++)
            {
                if (_values[i].Definitions[row] == s_columns[i].MaxDefinition && PortableJson.MayHoldHalf(_values[i].Text(row)))
                {
                    Add(s_columns[i].Id, _values[i].Text(row));
                }
            }

            var text = _writer.End();
            if (text.IsEmpty)
            {
                values.AddMissing(0, 0);
            }
            else
            {
                values.AddText(text, 1, 0);
            }
        }
    }

    void Add(FieldId column, ReadOnlySpan<byte> json)
    {
        _writer.Readable(json);
        if (!_writer.IsSame)
        {
            _writer.Add(column, json);
        }
    }
}
