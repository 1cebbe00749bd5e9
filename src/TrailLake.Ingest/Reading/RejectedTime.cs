using System.Text;
using System.Text.Json;
using TrailLake.Errors;

namespace TrailLake.Ingest.Reading;

/// <summary>Finds in a rejected record the eventTime that is none, so that the reject can say it.</summary>
static class RejectedTime
{
    const int MostShown = 80;

    /// <summary>The value as JSON, in one line; null when it is not found, as in a record inside of a string.</summary>
    /// <param name="record">The record's bytes; the end may be cut off.</param>
    public static string? ValueOf(ReadOnlySpan<byte> record)
    {
        string? inner = null;
        var json = new Utf8JsonReader(record, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 2048 }));
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth > 2 || !json.ValueTextEquals("eventTime"u8))
                {
                    continue;
                }

                // The record's own, or that of a record which an event carries as its detail.
                bool isOwn = json.CurrentDepth == 1;
                if (json.Read() && json.TokenType is JsonTokenType.String or JsonTokenType.Number
                    or JsonTokenType.True or JsonTokenType.False)
                {
                    string text = TerminalText.Escape(Encoding.UTF8.GetString(record[(int)json.TokenStartIndex..(int)json.BytesConsumed]));
                    text = text.Length <= MostShown ? text : text[..MostShown] + "…";
                    if (isOwn)
                    {
                        return text;
                    }

                    inner ??= text;
                }
            }
        }
        catch (JsonException)
        {
            // What the scanner takes for JSON and this reader does not is no reason to say less about the rest.
        }

        return inner;
    }
}
