using System;
using TrailLake.Columns;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Benchmarks;

/// <summary>
/// What a stage must have read: how many records, and a sum of hashes of some of their values. A sum, because a writer may order rows as it
/// likes; of an id, plain and escaped text and JSON, because each takes another way through the scanner.
/// </summary>
readonly record struct Answer(long Records, ulong Hash)
{
    /// <summary>The columns that are judged.</summary>
    public static ReadOnlySpan<FieldId> Judged => [FieldId.EventId, FieldId.EventName, FieldId.UserAgent, FieldId.RequestParameters];

    /// <summary>The answer with one record more.</summary>
    public Answer WithRecord() => this with { Records = Records + 1 };

    /// <summary>The answer with a value of a column; the same text in another column is another value.</summary>
    public Answer With(FieldId column, ReadOnlySpan<byte> text) =>
        this with { Hash = Hash + (ByteHash.Compute(text) * (2 * (ulong)column + 1)) };

    /// <summary>What a sealed batch holds.</summary>
    public static Answer Of(ColumnBatch batch)
    {
        var answer = new Answer(batch.RowCount, 0);
        foreach (var id in Judged)
        {
            var column = batch.Text(id);
            foreach (var value in column.Values)
            {
                answer = value < 0 ? answer : answer.With(id, column.Entry(value));
            }
        }

        return answer;
    }

    /// <summary>Throws when a stage found something else.</summary>
    public void Expect(Answer expected, string stage)
    {
        if (this != expected)
        {
            throw new InvalidOperationException(
                $"{stage}: found {Records} records with hash {Hash:x16}; expected {expected.Records} with {expected.Hash:x16}");
        }
    }
}
