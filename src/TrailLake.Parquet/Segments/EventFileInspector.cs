using System.Collections.Immutable;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Tables;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Compares the statistics of a data file with its values, read by Parquet.Net, which shares no code with the writer.</summary>
sealed class EventFileInspector(StoredFile file, CancellationToken cancellation)
{
    // One is enough to know that the file is bad; a few show the pattern.
    const int MostProblems = 5;

    readonly MeasuredStatistics[] _leaves = new MeasuredStatistics[CloudTrailSchema.Leaves.Length];
    readonly Dictionary<string, long> _sources = new(StringComparer.Ordinal);
    readonly List<string> _problems = [];

    public FileInspection Inspect()
    {
        long rows = 0;
        int number = 0;
        using var reader = new TableReader(file);
        for (; number < reader.GroupCount; number++)
        {
            var group = reader.Open(number);
            foreach (var leaf in CloudTrailSchema.Leaves)
            {
                cancellation.ThrowIfCancellationRequested();
                Read(group, leaf, number);
            }

            rows += group.Rows;
        }

        ImmutableArray<LeafStatistics> leaves = [.. _leaves.Select(leaf => leaf.ToStatistics())];
        return new FileInspection(rows, leaves, _sources, _problems, reader.Metadata(FooterSection.HashKey));
    }

    void Read(TableRowGroup group, ColumnSpec leaf, int number)
    {
        string column = EventSchema.NameOf(leaf);
        if (!group.Has(column))
        {
            // A column that a later version leaves out, or that an earlier one did not have.
            _leaves[leaf.Index].AddNulls(group.Rows);
            return;
        }

        var found = leaf.Kind switch
        {
            ColumnKind.Text or ColumnKind.Json => ReadTexts(group, column, leaf),
            ColumnKind.Boolean => ReadNumbers<bool>(group, column, value => value ? 1 : 0),
            ColumnKind.Timestamp => ReadNumbers<DateTime>(group, column, UnixMicroseconds.Of),
            _ => ReadNumbers<long>(group, column, value => value),
        };
        _leaves[leaf.Index].Add(found);
        if (_problems.Count < MostProblems && group.Statistics(column) is { } claimed
            && StatisticsComparison.Differ(claimed, found) is { } difference)
        {
            _problems.Add($"row group {number}, column {leaf.Path}: {difference}");
        }
    }

    MeasuredStatistics ReadTexts(TableRowGroup group, string column, ColumnSpec leaf)
    {
        using var read = group.Read<ReadOnlyMemory<char>>(column)!;
        var tally = new MeasuredStatistics { Nulls = read.Levels - read.Values.Length };
        var sources = leaf.Id == FieldId.SourceObject ? _sources.GetAlternateLookup<ReadOnlySpan<char>>() : default;
        ReadOnlyMemory<char> last = default;
        bool any = false;
        foreach (var value in read.Values)
        {
            if (leaf.Id == FieldId.SourceObject)
            {
                sources[value.Span] = sources.TryGetValue(value.Span, out long rows) ? rows + 1 : 1;
            }

            // Values of a dictionary share their memory: the same entry again needs no comparing.
            if (!any || !value.Equals(last))
            {
                tally.Add(value.Span);
                last = value;
                any = true;
            }
        }

        return tally;
    }

    static MeasuredStatistics ReadNumbers<T>(TableRowGroup group, string column, Func<T, long> convert)
        where T : struct
    {
        using var read = group.Read<T>(column)!;
        var tally = new MeasuredStatistics { Nulls = read.Levels - read.Values.Length };
        foreach (var value in read.Values)
        {
            tally.Add(convert(value));
        }

        return tally;
    }
}
