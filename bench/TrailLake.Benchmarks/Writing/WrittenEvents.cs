using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using ParquetSharp;
using TrailLake.Schema;

namespace TrailLake.Benchmarks.Writing;

/// <summary>Reads written files with ParquetSharp, whoever wrote them: a fast wrong writer must fail.</summary>
static class WrittenEvents
{
    public static Answer Read(IEnumerable<string> files)
    {
        var answer = default(Answer);
        foreach (var file in files)
        {
            using var reader = new ParquetFileReader(file);
            for (var group = 0; group < reader.FileMetaData.NumRowGroups; group++)
            {
                using var rows = reader.RowGroup(group);
                answer = answer with { Records = answer.Records + rows.MetaData.NumRows };
                foreach (var id in Answer.Judged.ToArray())
                {
                    answer = Read(answer, rows, id);
                }
            }
        }

        return answer;
    }

    static Answer Read(Answer answer, RowGroupReader rows, FieldId id)
    {
        // A group's columns are the schema's leaves, in its order.
        using var column = (ColumnReader<ByteArray>)rows.Column(CloudTrailSchema.Leaves[(int)id].Index);
        var values = new ByteArray[4096];
        var definitions = new short[values.Length];
        while (column.HasNext)
        {
            column.ReadBatch(values.Length, definitions, [], values, out var read);
            foreach (var value in values.AsSpan(0, (int)read))
            {
                var text = new byte[value.Length];
                Marshal.Copy(value.Pointer, text, 0, text.Length);
                answer = answer.With(id, text);
            }
        }

        return answer;
    }
}
