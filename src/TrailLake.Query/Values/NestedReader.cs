using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TrailLake.Query.Values;

/// <summary>A structure: as text it is JSON too.</summary>
abstract class NestedReader : VectorReader
{
    readonly ArrayBufferWriter<byte> _buffer = new();
    Utf8JsonWriter? _writer;

    public override string GetText(ulong row)
    {
        _buffer.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_buffer, ResultJson.Options);
        _writer.Reset();
        WriteJson(row, _writer);
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }
}
