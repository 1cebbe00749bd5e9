using System.Buffers.Binary;
using TrailLake.Ingest.Bodies;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace TrailLake.Containers;

/// <summary>Zstandard (RFC 8878). A frame's window is 128 MiB at most, what the zstd command takes without being told otherwise.</summary>
sealed class ZstdFormat : IContainerFormat
{
    const uint Mark = 0xFD2FB528;
    const uint SkippableMark = 0x184D2A50;
    const int MostWindowLog = 27;

    public string Name => "zstd data";

    public bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is var mark && (mark == Mark || (mark & ~0xFu) == SkippableMark);

    public IContainerReader Open(Stream stored)
    {
        var stream = new DecompressionStream(stored, bufferSize: 0, checkEndOfStream: true, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MostWindowLog);
        return new SingleMemberReader(stream);
    }
}
