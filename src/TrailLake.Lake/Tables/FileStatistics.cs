using System.Text.Json;

namespace TrailLake.Tables;

/// <summary>Those of an <c>add</c>'s statistics that TrailLake itself uses.</summary>
sealed record FileStatistics(long Rows, DateTime? MinEventTime, DateTime? MaxEventTime)
{
    static readonly FileStatistics s_none = new(-1, null, null);

    /// <summary>Statistics only speed reading up: what cannot be understood is as good as absent.</summary>
    public static FileStatistics Parse(ReadOnlySpan<byte> stats)
    {
        if (stats.IsEmpty)
        {
            return s_none;
        }

        try
        {
            return Parse(new Utf8JsonReader(stats));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return s_none;
        }
    }

    static FileStatistics Parse(Utf8JsonReader json)
    {
        long rows = -1;
        DateTime? min = null;
        DateTime? max = null;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("numRecords"u8))
            {
                json.Read();
                rows = json.GetInt64();
            }
            else if (json.ValueTextEquals("minValues"u8))
            {
                min = ReadEventTime(ref json);
            }
            else if (json.ValueTextEquals("maxValues"u8))
            {
                max = ReadEventTime(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return new FileStatistics(rows, min, max);
    }

    static DateTime? ReadEventTime(ref Utf8JsonReader json)
    {
        DateTime? time = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = json.ValueTextEquals("eventTime"u8);
            json.Read();
            if (isTime)
            {
                time = json.GetDateTimeOffset().UtcDateTime;
            }
            else
            {
                json.Skip();
            }
        }

        return time;
    }
}
