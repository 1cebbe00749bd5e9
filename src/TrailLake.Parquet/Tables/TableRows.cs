using TrailLake.Storage;

namespace TrailLake.Parquet.Tables;

/// <summary>
/// Looks up values of a row group by column and row. A column is read when it is first asked for; one that the file has not is null in
/// every row.
/// </summary>
sealed class TableRows(string path, TableRowGroup group)
{
    readonly Dictionary<string, Array> _columns = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    /// <summary>Reads the rows of a file one by one.</summary>
    public static IEnumerable<T> Read<T>(StoredFile file, Func<TableRows, int, T> read)
    {
        foreach (var group in TableReader.Groups(file))
        {
            var rows = new TableRows(file.Address, group);
            for (int row = 0; row < group.Rows; row++)
            {
                yield return read(rows, row);
            }
        }
    }

    public string? Text(string name, int row) => Value<ReadOnlyMemory<char>>(name, row)?.ToString();

    public string RequiredText(string name, int row) => Text(name, row) ?? throw Missing(name);

    public byte[] RequiredBinary(string name, int row) => Value<ReadOnlyMemory<byte>>(name, row)?.ToArray() ?? throw Missing(name);

    public long Long(string name, int row) => Value<long>(name, row) ?? throw Missing(name);

    public DateTime? Time(string name, int row) =>
        Value<DateTime>(name, row) is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : null;

    public DateTime RequiredTime(string name, int row) => Time(name, row) ?? throw Missing(name);

    public T? Value<T>(string name, int row)
        where T : struct
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            using var values = group.Read<T>(name);
            column = values?.ToRows() ?? new T?[group.Rows];
            _columns.Add(name, column);
        }

        return ((T?[])column)[row];
    }

    public Dictionary<string, string?>? Map(string name, int row)
    {
        // Writers before the name key_value was settled called the repeated group map or entries.
        string entries = Array.Find(["key_value", "map", "entries"], entry => group.Has($"{name}.{entry}.key")) ?? "";
        if (Texts($"{name}.{entries}.key", row) is not { } keys || Texts($"{name}.{entries}.value", row) is not { } values)
        {
            return null;
        }

        var map = new Dictionary<string, string?>(keys.Length, StringComparer.Ordinal);
        for (int i = 0; i < keys.Length; i++)
        {
            map[keys[i] ?? ""] = values[i];
        }

        return map;
    }

    public string?[]? List(string name, int row)
    {
        string element = Array.Find(
            ["list.element", "array", "bag.array_element", "list.item"], element => group.Has($"{name}.{element}")) ?? "";
        return Texts($"{name}.{element}", row);
    }

    string?[]? Texts(string name, int row)
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            using var values = group.Read<ReadOnlyMemory<char>>(name);
            column = values is null ? new string?[]?[group.Rows] : ToLists(values);
            _columns.Add(name, column);
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

    Exception Missing(string name) => TableReader.Damaged(Path, new InvalidDataException($"it has no value in column {name}."));
}
