using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>Writes a column of single values.</summary>
sealed unsafe class LeafVectorWriter(ColumnSpec leaf) : EventVectorWriter
{
    readonly RowValues _values = new();

    public override RowValues Values => _values;

    public override void Read(ReadOnlySpan<int> rows, IRowReader reader) => reader.Read(leaf.Id, rows, _values);

    public override void Write(nint vector, int start, int least)
    {
        var definitions = _values.Definitions;
        var validity = definitions.ContainsAnyExcept((byte)leaf.MaxDefinition) ? WritableValidity(vector) : null;
        var data = DuckDBTableFunctions.Data(vector);
        var row = start;
        for (var i = 0; i < definitions.Length; i++)
        {
            if (definitions[i] < least)
            {
                continue;
            }

            if (definitions[i] < leaf.MaxDefinition)
            {
                SetNull(validity, row++);
                continue;
            }

            switch (leaf.Kind)
            {
                case ColumnKind.Boolean:
                    ((byte*)data)[row] = (byte)_values.Number(i);
                    break;
                case ColumnKind.Int64 or ColumnKind.Timestamp:
                    ((long*)data)[row] = _values.Number(i);
                    break;
                default:
                    var text = _values.Text(i);
                    fixed (byte* first = text)
                    {
                        // An empty span has no address, and DuckDB wants one.
                        byte none = 0;
                        DuckDBTableFunctions.AssignText(vector, (ulong)row, first is null ? &none : first, (ulong)text.Length);
                    }

                    break;
            }

            row++;
        }
    }
}
