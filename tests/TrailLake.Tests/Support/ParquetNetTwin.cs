using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using global::Parquet;
using global::Parquet.Schema;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Tests.Support;

/// <summary>Writes batches with Parquet.Net, which shares no code with TrailLake's own writer: the same rows in the same order.</summary>
static class ParquetNetTwin
{
    /// <summary>Writes a file of a row group for each batch.</summary>
    public static async Task WriteAsync(string path, IReadOnlyList<ColumnBatch> batches)
    {
        var schema = new ParquetSchema(CloudTrailSchema.Nodes.Select(FieldOf));
        var fields = schema.GetDataFields();
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var batch in batches)
        {
            using var group = writer.CreateRowGroup();
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                await WriteAsync(group, fields[leaf.Index], leaf, LeafValues.Expected(batch, leaf));
            }

            group.CompleteValidate();
        }
    }

    /// <summary>
    /// A definition level of TrailLake's files as Parquet.Net writes it: its list elements may be null, which is one level more.
    /// </summary>
    public static int LevelOf(ColumnSpec leaf, int definition) => leaf.MaxRepetition > 0 && definition >= 2 ? definition + 1 : definition;

    static Task WriteAsync(ParquetRowGroupWriter group, DataField field, ColumnSpec leaf, List<LeafValue> values) => leaf.Kind switch
    {
        ColumnKind.Text or ColumnKind.Json => WriteAsync(group, field, leaf, values, value => ((string)value).AsMemory()),
        ColumnKind.Boolean => WriteAsync(group, field, leaf, values, value => (bool)value),
        ColumnKind.Timestamp => WriteAsync(group, field, leaf, values, value => (DateTime)value),
        _ => WriteAsync(group, field, leaf, values, value => (long)value),
    };

    static Task WriteAsync<T>(
        ParquetRowGroupWriter group, DataField field, ColumnSpec leaf, List<LeafValue> values, Func<object, T> convert)
        where T : struct => group.WriteAllPartsAsync<T>(
            field,
            (T[])[.. values.Where(value => value.Value is not null).Select(value => convert(value.Value!))],
            values.Select(value => LevelOf(leaf, value.Definition)).ToArray(),
            leaf.MaxRepetition == 0 ? default(ReadOnlyMemory<int>?) : values.Select(value => value.Repetition).ToArray(),
            CancellationToken.None);

    static Field FieldOf(SchemaNode node)
    {
        if (node.Leaf is { } leaf)
        {
            return leaf.Kind switch
            {
                ColumnKind.Text or ColumnKind.Json => new DataField<string>(node.Name),
                ColumnKind.Boolean => new DataField<bool?>(node.Name),
                ColumnKind.Timestamp => new DateTimeDataField(
                    node.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true),
                _ => new DataField<long?>(node.Name),
            };
        }

        var members = node.Children.Select(FieldOf).ToArray();
        return node.IsList ? new ListField(node.Name, new StructField("element", members)) : new StructField(node.Name, members);
    }
}
