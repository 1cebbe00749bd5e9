using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using global::Parquet;
using global::Parquet.Data;
using global::Parquet.Schema;
using TrailLake.Schema;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>Reads data files with Parquet.Net, levels and all.</summary>
static class ParquetNetFile
{
    public static async Task<List<LeafValue>> ReadAsync(string path, int rowGroup, ColumnSpec leaf)
    {
        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream);
        using var group = reader.OpenRowGroupReader(rowGroup);
        var field = reader.Schema.GetDataFields()[leaf.Index];
        Assert.Equal(leaf.Name, field.Name);
        return leaf.Kind switch
        {
            ColumnKind.Text or ColumnKind.Json => await ReadAsync<ReadOnlyMemory<char>>(group, field, leaf, text => text.ToString()),
            ColumnKind.Boolean => await ReadAsync<bool>(group, field, leaf, value => value),
            ColumnKind.Timestamp => await ReadAsync<DateTime>(group, field, leaf, value => value),
            _ => await ReadAsync<long>(group, field, leaf, value => value),
        };
    }

    static async Task<List<LeafValue>> ReadAsync<T>(ParquetRowGroupReader group, DataField field, ColumnSpec leaf, Func<T, object> convert)
        where T : struct
    {
        using var data = (RawColumnData<T>)await group.ReadRawColumnDataBaseAsync(field);
        var definitions = data.DefinitionLevels;
        var repetitions = leaf.MaxRepetition == 0 ? [] : data.RepetitionLevels;
        var values = data.Values;
        var result = new List<LeafValue>(definitions.Length);
        int next = 0;
        for (int i = 0; i < definitions.Length; i++)
        {
            object? value = definitions[i] == leaf.MaxDefinition ? convert(values[next++]) : null;
            result.Add(new LeafValue(value, definitions[i], repetitions.IsEmpty ? 0 : repetitions[i]));
        }

        return result;
    }
}
