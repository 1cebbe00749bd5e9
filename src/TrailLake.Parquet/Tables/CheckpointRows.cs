namespace TrailLake.Parquet.Tables;

/// <summary>Looks up a row group of a checkpoint by column and row. Columns that the file has not are null in every row.</summary>
sealed class CheckpointRows(TableRowGroup group)
{
    readonly Dictionary<string, Array> _columns = new(StringComparer.Ordinal);

    public string? Text(string path, int row) => Value<ReadOnlyMemory<char>>(path, row)?.ToString();

    public T? Value<T>(string path, int row)
        where T : struct
    {
        if (!_columns.TryGetValue(path, out var column))
        {
            using var values = group.Read<T>(path);
            column = values?.ToRows() ?? new T?[group.Rows];
            _columns.Add(path, column);
        }

        return ((T?[])column)[row];
    }

    public Dictionary<string, string?>? Map(string path, int row)
    {
        // Writers before the name key_value was settled called the repeated group map or entries.
        foreach (string name in (ReadOnlySpan<string>)["key_value", "map", "entries"])
        {
            if (group.Has($"{path}.{name}.key"))
            {
                var keys = Texts($"{path}.{name}.key", row);
                var values = Texts($"{path}.{name}.value", row);
                return keys is null || values is null ? null : Zip(keys, values);
            }
        }

        return null;
    }

    public string?[]? List(string path, int row)
    {
        foreach (string name in (ReadOnlySpan<string>)["list.element", "array", "bag.array_element", "list.item"])
        {
            if (group.Has($"{path}.{name}"))
            {
                return Texts($"{path}.{name}", row);
            }
        }

        return null;
    }

    string?[]? Texts(string path, int row)
    {
        if (!_columns.TryGetValue(path, out var column))
        {
            using var values = group.Read<ReadOnlyMemory<char>>(path);
            column = values is null ? new string?[]?[group.Rows] : ToLists(values);
            _columns.Add(path, column);
        }

        return ((string?[]?[])column)[row];
    }

    // One entry per row: null where there is no list.
    string?[]?[] ToLists(DecodedColumn<ReadOnlyMemory<char>> column)
    {
        var lists = new List<string?>?[group.Rows];
        var definitions = column.Definitions;
        var repetitions = column.Repetitions;
        int row = -1;
        int next = 0;
        for (int i = 0; i < definitions.Length; i++)
        {
            if (repetitions[i] == 0)
            {
                // One level below an element is a list without any; lower still there is no list.
                row++;
                lists[row] = definitions[i] >= column.ElementDefinition - 1 ? [] : null;
            }

            if (definitions[i] >= column.ElementDefinition)
            {
                lists[row]!.Add(definitions[i] == column.MaxDefinition ? column.Values[next++].ToString() : null);
            }
        }

        return Array.ConvertAll(lists, list => list?.ToArray());
    }

    static Dictionary<string, string?> Zip(string?[] keys, string?[] values)
    {
        var map = new Dictionary<string, string?>(keys.Length, StringComparer.Ordinal);
        for (int i = 0; i < keys.Length; i++)
        {
            map[keys[i] ?? ""] = values[i];
        }

        return map;
    }
}
