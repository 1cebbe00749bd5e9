using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Values;

namespace TrailLake.Cli.Writers;

/// <summary>
/// A row as a JSON object on one line. Structures are real JSON; the text of a JSON column stays a string, exactly as it was delivered.
/// </summary>
sealed class JsonRow
{
    readonly ArrayBufferWriter<byte> _buffer = new();
    readonly Utf8JsonWriter _writer;
    readonly ImmutableArray<QueryColumn> _columns;

    public JsonRow(ImmutableArray<QueryColumn> columns)
    {
        _columns = columns;
        _writer = new Utf8JsonWriter(_buffer, ResultJson.Options);
    }

    public string Format(IResultRow row)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        for (var i = 0; i < _columns.Length; i++)
        {
            _writer.WritePropertyName(_columns[i].Name);
            row.WriteJson(i, _writer);
        }

        _writer.WriteEndObject();
        _writer.Flush();

        // What is hostile to a terminal can only stand inside of strings here, and its visible form is JSON's own escape.
        return TerminalText.Escape(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }
}
