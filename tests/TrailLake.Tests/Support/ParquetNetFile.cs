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
    /// <summary>The values of every leaf of a row group.</summary>
    public static Task<List<List<LeafValue>>> ReadAsync(string path, int rowGroup) =>
        ReadAsync(path, rowGroup, (_, definition) => definition);

    /// <summary>The same of a file of <see cref="ParquetNetTwin"/>, with the levels that TrailLake's files have.</summary>
    public static Task<List<List<LeafValue>>> ReadTwinAsync(string path, int rowGroup) =>
        ReadAsync(
            path,
            rowGroup,
            (leaf, definition) => definition > 2 && ParquetNetTwin.LevelOf(leaf, definition) > definition ? definition - 1 : definition);

    static async Task<List<List<LeafValue>>> ReadAsync(string path, int rowGroup, Func<ColumnSpec, int, int> levelOf)
    {
        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream);
        using var group = reader.OpenRowGroupReader(rowGroup);
        var fields = reader.Schema.GetDataFields();
        var leaves = new List<List<LeafValue>>();
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            Assert.Equal(leaf.Name, fields[leaf.Index].Name);
            int most = levelOf(leaf, fields[leaf.Index].MaxDefinitionLevel);
            Assert.Equal(leaf.MaxDefinition, most);
            var values = await ReadAsync(group, fields[leaf.Index], leaf);
            leaves.Add(values.ConvertAll(value => value with { Definition = levelOf(leaf, value.Definition) }));
        }

        return leaves;
    }

    static Task<List<LeafValue>> ReadAsync(ParquetRowGroupReader group, DataField field, ColumnSpec leaf) => leaf.Kind switch
    {
        ColumnKind.Text or ColumnKind.Json => ReadAsync<ReadOnlyMemory<char>>(group, field, leaf, text => text.ToString()),
        ColumnKind.Boolean => ReadAsync<bool>(group, field, leaf, value => value),
        ColumnKind.Timestamp => ReadAsync<DateTime>(group, field, leaf, value => value),
        _ => ReadAsync<long>(group, field, leaf, value => value),
    };

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
            object? value = definitions[i] == field.MaxDefinitionLevel ? convert(values[next++]) : null;
            result.Add(new LeafValue(value, definitions[i], repetitions.IsEmpty ? 0 : repetitions[i]));
        }

        return result;
    }
}
