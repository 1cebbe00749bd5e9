using System.Text;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;

namespace TrailLake.Parquet.Tables;

/// <summary>The bounds of a leaf's values: of numbers, and of text byte by byte. Others have none.</summary>
static class ColumnBounds
{
    public static ValueBounds Of<T>(ReadOnlyMemory<T> values)
        where T : struct => values switch
        {
            { IsEmpty: true } => default,
            ReadOnlyMemory<long> numbers => OfNumbers(numbers.Span),
            ReadOnlyMemory<ReadOnlyMemory<char>> texts => OfTexts(texts.Span),
            _ => default,
        };

    static ValueBounds OfNumbers(ReadOnlySpan<long> numbers)
    {
        long min = numbers[0];
        long max = min;
        foreach (long number in numbers)
        {
            min = Math.Min(min, number);
            max = Math.Max(max, number);
        }

        return ValueBounds.OfNumbers(min, max);
    }

    static ValueBounds OfTexts(ReadOnlySpan<ReadOnlyMemory<char>> texts)
    {
        byte[] min = ToUtf8(texts[0]);
        byte[] max = min;
        foreach (var text in texts[1..])
        {
            byte[] bytes = ToUtf8(text);
            min = bytes.AsSpan().SequenceCompareTo(min) < 0 ? bytes : min;
            max = bytes.AsSpan().SequenceCompareTo(max) > 0 ? bytes : max;
        }

        return BoundTruncation.Of(min, max);
    }

    static byte[] ToUtf8(ReadOnlyMemory<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text.Span)];
        Encoding.UTF8.GetBytes(text.Span, bytes);
        return bytes;
    }
}
