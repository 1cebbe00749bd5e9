using System;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using TrailLake.Columns;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Writing;
using TrailLake.Schema;
using Xunit;

namespace TrailLake.Tests.Parquet;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void XxHash64_HasThePublishedValues(string text, ulong expected)
    {
        Assert.Equal(expected, XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Thrift_StructHasTheBytesOfTheCompactProtocol()
    {
        var output = new ByteBuffer();
        var thrift = new ThriftWriter(output);
        thrift.Begin();
        thrift.Int32(1, -1);
        thrift.Boolean(3, true);
        thrift.Int64(20, 300);
        thrift.Begin(21);
        thrift.Text(1, "hi");
        thrift.End();
        thrift.List(22, ThriftType.Int32, 2);
        thrift.IntegerElement(1);
        thrift.IntegerElement(-2);
        thrift.End();
        Assert.Equal("15012106" + "28D804" + "1C" + "18026869" + "00" + "19250203" + "00", Convert.ToHexString(output.Written));
    }

    [Fact]
    public void Rle_ExampleOfTheFormat_PacksZeroToSeven()
    {
        var output = new ByteBuffer();
        RleEncoder.Encode<int>([0, 1, 2, 3, 4, 5, 6, 7], 3, output);
        Assert.Equal("0388C6FA", Convert.ToHexString(output.Written));
    }

    [Fact]
    public void Rle_RandomRuns_DecodeToThemselves()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int width = random.Next(1, 18);
            var values = Enumerable.Range(0, random.Next(1, 40))
                .SelectMany(_ => Enumerable.Repeat(random.Next(1 << width), random.Next(10) == 0 ? random.Next(300) : random.Next(1, 5)))
                .ToArray();
            var output = new ByteBuffer();
            RleEncoder.Encode<int>(values, width, output);
            Assert.True(values.AsSpan().SequenceEqual(DecodeRle(output.Written, width, values.Length)), $"seed {seed}, width {width}");
            if (width < 8)
            {
                output.Clear();
                RleEncoder.Encode<byte>(Array.ConvertAll(values, value => (byte)value), width, output);
                Assert.True(
                    values.AsSpan().SequenceEqual(DecodeRle(output.Written, width, values.Length)), $"bytes, seed {seed}, width {width}");
            }
        }
    }

    [Theory]
    [InlineData(new[] { 7L, 5, 3, 1, 2, 3, 4, 5 }, "8001" + "04" + "08" + "0E" + "03" + "02000000" + "C03F000000000000")]
    public void Delta_ExampleOfTheFormat_HasItsBytes(long[] values, string expected)
    {
        // The format's own example: first 7, differences -2 -2 -2 1 1 1 1, least -2, packed with 2 bits as 0 0 0 3 3 3 3.
        var output = new ByteBuffer();
        DeltaEncoder.Encode(values, output);
        Assert.Equal(expected, Convert.ToHexString(output.Written));
    }

    [Theory]
    [InlineData("abc", 2, "ab", "ac")]
    [InlineData("aé", 2, "a", "b")]
    [InlineData("\uD7FFx", 3, "\uD7FF", "\uE000")]
    [InlineData("a\U0010FFFFx", 5, "a\U0010FFFF", "b")]
    [InlineData("\U0010FFFFx", 4, "\U0010FFFF", null)]
    public void TextBound_CutsBetweenCharactersAndRoundsUp(string text, int bytes, string prefix, string? above)
    {
        var cut = BoundTruncation.Prefix(Encoding.UTF8.GetBytes(text), bytes);
        Assert.Equal(prefix, Encoding.UTF8.GetString(cut));
        var rounded = BoundTruncation.RoundUp(cut);
        Assert.Equal(above, rounded is null ? null : Encoding.UTF8.GetString(rounded));
        if (rounded is not null)
        {
            Assert.True(rounded.AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(text)) > 0);
        }
    }

    [Fact]
    public void RowOrder_IsTheStableOrderByCallerAndTime()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            long unit = seed % 2 == 0 ? 1_000_000 : 1;
            var times = Enumerable.Range(0, random.Next(1, 500))
                .Select(_ => 1_700_000_000_000_000 + (random.NextInt64(1L << random.Next(1, 40)) * unit)).ToArray();
            if (seed % 5 == 0)
            {
                times[random.Next(times.Length)] = long.MinValue;
            }

            // A missing time takes all bits of the key: such a batch, which no ingest makes, is in order of time only.
            bool hasMissing = times.Contains(long.MinValue);

            // A third of the seeds have no callers at all.
            var callers = new ColumnBatch().Text(FieldId.UserArn);
            var names =
                times.Select(_ => seed % 3 == 0 || random.Next(4) == 0 ? "" : "arn:" + random.Next(1, 1 << random.Next(1, 8))).ToArray();
            foreach (string name in names)
            {
                if (name == "")
                {
                    callers.AppendMissing(random.Next(2));
                }
                else
                {
                    callers.Append(Encoding.UTF8.GetBytes(name));
                }
            }

            var order = new RowOrder();
            order.Compute(times, callers);
            var expected = Enumerable.Range(0, times.Length)
                .OrderBy(i => hasMissing ? "" : names[i], StringComparer.Ordinal)
                .ThenBy(i => times[i] == long.MinValue ? long.MaxValue : times[i])
                .ToArray();
            var actual = order.IsIdentity ? Enumerable.Range(0, times.Length).ToArray() : order.Rows.ToArray();
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}");
        }
    }

    static int[] DecodeRle(ReadOnlySpan<byte> bytes, int width, int count)
    {
        var values = new int[count];
        int next = 0;
        while (next < count)
        {
            int header = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = bytes[0];
                bytes = bytes[1..];
                header |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    break;
                }
            }

            if ((header & 1) == 0)
            {
                int size = (width + 7) / 8;
                int value = 0;
                for (int i = 0; i < size; i++)
                {
                    value |= bytes[i] << (8 * i);
                }

                values.AsSpan(next, header >> 1).Fill(value);
                next += header >> 1;
                bytes = bytes[size..];
                continue;
            }

            for (int i = 0; i < (header >> 1) * 8 && next < count; i++, next++)
            {
                for (int bit = 0; bit < width; bit++)
                {
                    int at = (i * width) + bit;
                    values[next] |= ((bytes[at / 8] >> (at % 8)) & 1) << bit;
                }
            }

            bytes = next < count ? bytes[((header >> 1) * width)..] : [];
        }

        return values;
    }
}
