namespace TrailLake.Parquet.Tables;

/// <summary>Looks up values of a row group by column and row. A column is read when it is first asked for.</summary>
sealed class TableRows(string path, TableRowGroup group)
{
    readonly Dictionary<string, Array> _columns = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    public string? Text(string name, int row) => Column<string?>(name, ReadTexts)[row];

    public string RequiredText(string name, int row) => Text(name, row) ?? throw Missing(name);

    public byte[] RequiredBinary(string name, int row) => Column<byte[]?>(name, ReadBinaries)[row] ?? throw Missing(name);

    public long Long(string name, int row) => Column<long?>(name, ReadValues<long>)[row] ?? throw Missing(name);

    public DateTime? Time(string name, int row) =>
        Column<DateTime?>(name, ReadValues<DateTime>)[row] is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : null;

    public DateTime RequiredTime(string name, int row) => Time(name, row) ?? throw Missing(name);

    T[] Column<T>(string name, Func<string, T[]> read)
    {
        if (_columns.TryGetValue(name, out var known))
        {
            return (T[])known;
        }

        var column = read(name);
        _columns.Add(name, column);
        return column;
    }

    T?[] ReadValues<T>(string name)
        where T : struct
    {
        using var column = group.Read<T>(name) ?? throw Missing(name);
        return column.ToRows();
    }

    string?[] ReadTexts(string name) => Array.ConvertAll(ReadValues<ReadOnlyMemory<char>>(name), text => text?.ToString());

    byte[]?[] ReadBinaries(string name) => Array.ConvertAll(ReadValues<ReadOnlyMemory<byte>>(name), bytes => bytes?.ToArray());

    Exception Missing(string name) => TableFile.Damaged(Path, new InvalidDataException($"it has no value in column {name}."));
}
