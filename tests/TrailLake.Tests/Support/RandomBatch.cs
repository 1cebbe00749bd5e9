using System;
using System.Collections.Immutable;
using System.Text;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Tests.Support;

/// <summary>
/// Fills batches with random rows whose structs and lists are present, absent or empty in all ways that the schema allows.
/// </summary>
sealed class RandomBatch
{
    static readonly string[] s_alphabet = ["a", "Z", "0", " ", "\"", "\n", "é", "ß", "中", "😀", "\u0001", "\uFFFD"];

    readonly Random _random;
    readonly int[] _variety;
    readonly double[] _presence;

    public RandomBatch(int seed)
    {
        _random = new Random(seed);
        _variety = new int[CloudTrailSchema.Leaves.Length];
        _presence = new double[CloudTrailSchema.Leaves.Length];
        int[] varieties = [1, 2, 9, 300, int.MaxValue];
        double[] presences = [0, 0.02, 0.5, 0.98, 1, 1];
        for (int i = 0; i < _variety.Length; i++)
        {
            _variety[i] = varieties[_random.Next(varieties.Length)];
            _presence[i] = presences[_random.Next(presences.Length)];
        }
    }

    /// <summary>Whether times are drawn in order, as they mostly come.</summary>
    public bool Sorted { get; init; }

    public ColumnBatch Create(int rows)
    {
        var batch = new ColumnBatch();
        long time = 1_700_000_000_000_000;
        for (int row = 0; row < rows; row++)
        {
            time = Sorted ? time + _random.Next(3) : 1_700_000_000_000_000 + (_random.Next(5000) * 1_000_000L);
            foreach (var node in CloudTrailSchema.Nodes)
            {
                Add(batch, node, isPresent: true, level: 0, repetition: 0, time);
            }

            batch.RowCount++;
        }

        return batch;
    }

    void Add(ColumnBatch batch, SchemaNode node, bool isPresent, int level, byte repetition, long time)
    {
        if (node.Leaf is { } leaf)
        {
            AddLeaf(batch, leaf, isPresent, level, repetition, time);
            return;
        }

        bool there = isPresent && _random.Next(4) > 0;
        int elements = there && node.IsList ? _random.Next(4) : 0;
        if (!node.IsList || elements == 0)
        {
            AddAll(batch, node.Children, there && !node.IsList, level + (there ? 1 : 0), repetition, time);
        }

        for (int i = 0; i < elements; i++)
        {
            AddAll(batch, node.Children, isPresent: true, level + 2, (byte)(i == 0 ? 0 : 1), time);
        }
    }

    void AddAll(ColumnBatch batch, ImmutableArray<SchemaNode> nodes, bool isPresent, int level, byte repetition, long time)
    {
        foreach (var node in nodes)
        {
            Add(batch, node, isPresent, level, repetition, time);
        }
    }

    void AddLeaf(ColumnBatch batch, ColumnSpec leaf, bool isPresent, int level, byte repetition, long time)
    {
        bool there = isPresent && _random.NextDouble() < _presence[leaf.Index];
        switch (leaf.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json when there:
                batch.Text(leaf.Id).Append(Encoding.UTF8.GetBytes(Text(leaf)), repetition);
                break;
            case ColumnKind.Text or ColumnKind.Json:
                batch.Text(leaf.Id).AppendMissing(level, repetition);
                break;
            case ColumnKind.Boolean:
                batch.Boolean(leaf.Id).Append(there ? (byte)(_random.Next(_variety[leaf.Index]) & 1) : BooleanColumn.Missing);
                break;
            case ColumnKind.Timestamp:
                batch.Long(leaf.Id).Append(time);
                break;
            default:
                batch.Long(leaf.Id).Append(there ? Number(leaf) : LongColumn.Missing);
                break;
        }
    }

    long Number(ColumnSpec leaf) => leaf.Distinct ? _random.NextInt64() - (long.MaxValue / 2) : _random.Next(_variety[leaf.Index]);

    string Text(ColumnSpec leaf)
    {
        // The number makes the text: a column of little variety repeats few texts, of which the first is empty.
        uint number = (uint)_random.Next(_variety[leaf.Index]);
        var text = new StringBuilder();
        for (uint length = number * 7 % 90; length > 0; length--)
        {
            number = (number * 1664525) + 1013904223;
            text.Append(s_alphabet[(number >> 16) % s_alphabet.Length]);
        }

        return text.ToString();
    }
}
