using System;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Parquet.Compression;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>The native library and the managed port read what the other wrote; damage is one kind of error with both.</summary>
public sealed class ZstdTests
{
    public static TheoryData<bool, bool> Implementations => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Frames_AreInflatedByEither(bool isWriterNative, bool isReaderNative)
    {
        SkipWithoutLibrary(isWriterNative || isReaderNative);
        using var inflater = new ZstdDecompressor(isReaderNative);
        foreach (int level in (int[])[1, 3])
        {
            using var compressor = new ZstdCompressor(level, isWriterNative);
            foreach (int length in (int[])[0, 1, 100, 70_000, 1_000_000])
            {
                byte[] text = Text(length);
                byte[] frame = Compress(compressor, text);
                byte[] back = new byte[length];
                Assert.Equal(length, inflater.Inflate(frame, back));
                Assert.Equal(text, back);
                Assert.True(length < 70_000 || frame.Length < length / 2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void FramesThatFollowOneAnother_AreOneText(bool isWriterNative, bool isReaderNative)
    {
        SkipWithoutLibrary(isWriterNative || isReaderNative);
        using var compressor = new ZstdCompressor(1, isWriterNative);
        using var inflater = new ZstdDecompressor(isReaderNative);
        byte[] text = Text(300_000);
        byte[] frames = [.. text.Chunk(77_777).SelectMany(part => Compress(compressor, part))];
        byte[] back = new byte[text.Length];
        Assert.Equal(text.Length, inflater.Inflate(frames, back));
        Assert.Equal(text, back);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damage_IsSaid_AndTheNextFrameIsRead(bool isNative)
    {
        SkipWithoutLibrary(isNative);
        using var compressor = new ZstdCompressor(1, isNative);
        using var inflater = new ZstdDecompressor(isNative);
        byte[] text = Text(50_000);
        byte[] frame = Compress(compressor, text);
        byte[] back = new byte[text.Length];
        Assert.Throws<InvalidDataException>(() => inflater.Inflate(frame.AsSpan(0, frame.Length / 2), back));
        Assert.Throws<InvalidDataException>(() => inflater.Inflate(frame, back.AsSpan(0, 100)));
        Assert.Throws<InvalidDataException>(() => inflater.Inflate("no frame at all"u8, back));
        Assert.Equal(text.Length, inflater.Inflate(frame, back));
        Assert.Equal(text, back);
    }

    static void SkipWithoutLibrary(bool isNeeded) =>
        Assert.SkipWhen(isNeeded && !ZstdLibrary.IsNative, "zstd's native library does not load on this machine");

    static byte[] Compress(ZstdCompressor compressor, ReadOnlySpan<byte> text)
    {
        byte[] frame = new byte[ZstdCompressor.Bound(text.Length)];
        return frame[..compressor.Compress(text, frame)];
    }

    static byte[] Text(int length)
    {
        var random = new Random(length);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append("{\"bucketName\":\"").Append(random.Next(1000)).Append("\"}");
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, length));
    }
}
