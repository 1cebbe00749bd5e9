using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>bzip2, also several streams one behind the other, as parallel packers write them.</summary>
sealed class BZip2Format : IContainerFormat
{
    public string Name => "bzip2 data";

    public bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head[..3].SequenceEqual("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9'
        && (head[4..10].SequenceEqual((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
            || head[4..10].SequenceEqual((ReadOnlySpan<byte>)[0x17, 0x72, 0x45, 0x38, 0x50, 0x90]));

    public IContainerReader Open(Stream stored) =>
        new SingleMemberReader(BZip2Stream.Create(stored, CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true));
}
