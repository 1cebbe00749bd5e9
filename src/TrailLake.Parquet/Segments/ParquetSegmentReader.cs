using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Tables;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>
/// Reads a data file of events back into batches, with Parquet.Net. Every value and every level comes back, or an error says why not: what
/// is read here is written again, and the file that it was read from goes.
/// </summary>
sealed class ParquetSegmentReader : ISegmentReader
{
    readonly string _path;
    readonly TableReader _reader;
    readonly RowGroupLoader _loader = new();
    long[] _longs = [];

    internal ParquetSegmentReader(StoredFile file)
    {
        _path = file.Address;
        _reader = new TableReader(file);
        try
        {
            RequireKnownColumns();
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    public int RowGroups => _reader.GroupCount;

    public int Rows(int rowGroup) => _reader.Open(rowGroup).Rows;

    public void Read(int rowGroup, ColumnBatch batch, ReadOnlySpan<bool> dropped)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var group = _reader.Open(rowGroup);
        _loader.Begin(batch, group.Rows, dropped, group.Has(EventSchema.NameOf(CloudTrailSchema.Leaves[(int)FieldId.Delivered])));
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            string column = EventSchema.NameOf(leaf);
            if (group.Has(column))
            {
                Read(group, column, leaf);
            }
        }

        _loader.End();
    }

    public void Dispose() => _reader.Dispose();

    void Read(TableRowGroup group, string column, ColumnSpec leaf)
    {
        switch (leaf.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json:
                using (var texts = Open<ReadOnlyMemory<char>>(group, column, leaf))
                {
                    _loader.Text(leaf.Id, texts.Values, texts.Definitions, texts.Repetitions);
                }

                break;
            case ColumnKind.Boolean:
                using (var flags = Open<bool>(group, column, leaf))
                {
                    _loader.Boolean(leaf.Id, flags.Values, flags.Definitions);
                }

                break;
            case ColumnKind.Timestamp:
                using (var times = Open<DateTime>(group, column, leaf))
                {
                    _loader.Long(leaf.Id, ToMicroseconds(times), times.Definitions);
                }

                break;
            default:
                using (var numbers = Open<long>(group, column, leaf))
                {
                    _loader.Long(leaf.Id, numbers.Values, numbers.Definitions);
                }

                break;
        }
    }

    ReadOnlySpan<long> ToMicroseconds(DecodedColumn<DateTime> times)
    {
        var values = times.Values;
        var longs = ReusedArray.Take(ref _longs, values.Length);
        for (int i = 0; i < longs.Length; i++)
        {
            longs[i] = UnixMicroseconds.Of(values[i]);
        }

        return longs;
    }

    /// <summary>Reads a column, and checks that its levels are those that the schema gives it and fit the row group.</summary>
    DecodedColumn<T> Open<T>(TableRowGroup group, string column, ColumnSpec leaf)
        where T : struct
    {
        var read = group.Read<T>(column)!;
        bool hasNullableElements = leaf.MaxRepetition == 1 && read.MaxRepetition == 1 && read.MaxDefinition == leaf.MaxDefinition + 1;
        if (hasNullableElements && !read.RequireElements())
        {
            read.Dispose();
            throw TableReader.Damaged(_path, new InvalidDataException($"column {leaf.Path} has a list with an element that is null."));
        }

        if (Find(read, group.Rows, leaf) is { } problem)
        {
            read.Dispose();
            throw TableReader.Damaged(_path, new InvalidDataException($"column {leaf.Path} {problem}."));
        }

        return read;
    }

    static string? Find<T>(DecodedColumn<T> read, int rows, ColumnSpec leaf)
        where T : struct
    {
        if (read.MaxDefinition != leaf.MaxDefinition || read.MaxRepetition != leaf.MaxRepetition)
        {
            return "is nested otherwise than TrailLake writes it";
        }

        return read.Definitions.ContainsAnyExceptInRange(0, read.MaxDefinition) ? "has a level that there is not"
            : leaf.MaxRepetition > 0 && rows > 0 && read.Repetitions[0] != 0 ? "has a list that begins nowhere"
            : null;
    }

    // A column that is not read would be lost when the file is written again.
    void RequireKnownColumns()
    {
        var known = CloudTrailSchema.Leaves.Select(EventSchema.NameOf).ToHashSet(StringComparer.Ordinal);
        if (_reader.Columns.FirstOrDefault(column => !known.Contains(column)) is { } unknown)
        {
            throw TableReader.Damaged(_path, new InvalidDataException(
                $"it has the column {Errors.TerminalText.Escape(unknown)}, which this TrailLake does not know: "
                + "a newer one, or another program, wrote it."));
        }
    }
}
