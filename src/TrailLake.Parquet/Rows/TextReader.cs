using System;
using System.Collections.Generic;
using System.Text;
using TrailLake.Lake;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Rows;

/// <summary>Reads the values of text and JSON columns of a data file.</summary>
static class TextReader
{
    public static void Read(string path, IReadOnlyList<FieldId> columns, TextVisitor visit)
    {
        byte[] utf8 = new byte[1024];
        int number = 0;
        foreach (var group in TableFile.Read(path))
        {
            foreach (var id in columns)
            {
                // A file that an older version wrote may lack a column.
                using var column = group.Read<ReadOnlyMemory<char>>(SchemaSection.NameOf(CloudTrailSchema.Leaves[(int)id]));
                foreach (var text in column is null ? [] : column.Values)
                {
                    if (utf8.Length < text.Length * 3)
                    {
                        utf8 = new byte[text.Length * 4];
                    }

                    visit(number, id, utf8.AsSpan(0, Encoding.UTF8.GetBytes(text.Span, utf8)));
                }
            }

            number++;
        }
    }
}
