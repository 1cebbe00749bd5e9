using System.Text;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Tables;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Reads the values of text and JSON columns of a data file.</summary>
sealed class TextColumnReader
{
    readonly TextVisitor _visit;
    byte[] _utf8 = new byte[1024];

    TextColumnReader(TextVisitor visit) => _visit = visit;

    public static void Read(StoredFile file, IReadOnlyList<FieldId> columns, TextVisitor visit)
    {
        var reader = new TextColumnReader(visit);
        int number = 0;
        foreach (var group in TableReader.Groups(file))
        {
            foreach (var id in columns)
            {
                // A file that an older version wrote may lack a column.
                using var column = group.Read<ReadOnlyMemory<char>>(EventSchema.NameOf(CloudTrailSchema.Leaves[(int)id]));
                if (column is not null)
                {
                    reader.Visit(column, new TextLocation(id, number, -1, group.Rows));
                }
            }

            number++;
        }
    }

    void Visit(DecodedColumn<ReadOnlyMemory<char>> column, TextLocation place)
    {
        var values = column.Values;
        var definitions = column.Definitions;
        var repetitions = column.Repetitions;
        int next = 0;
        for (int i = 0; i < column.Levels; i++)
        {
            if (repetitions.IsEmpty || repetitions[i] == 0)
            {
                place = place with { Row = place.Row + 1 };
            }

            if (definitions.IsEmpty || definitions[i] == column.MaxDefinition)
            {
                var text = values[next++].Span;
                if (_utf8.Length < text.Length * 3)
                {
                    _utf8 = new byte[text.Length * 4];
                }

                _visit(place, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8)));
            }
        }
    }
}
