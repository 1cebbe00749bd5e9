using System.Text.Json;

namespace TrailLake.Answers.Lookups;

/// <summary>An event as LookupEvents gives it.</summary>
public sealed record LookupEvent
{
    /// <summary>Id of the event.</summary>
    public required string EventId { get; init; }

    /// <summary>API as delivered.</summary>
    public required string? EventName { get; init; }

    /// <summary>"true" or "false"; null when the record does not tell.</summary>
    public required string? ReadOnly { get; init; }

    /// <summary>Access key that the call was signed with.</summary>
    public required string? AccessKeyId { get; init; }

    /// <summary>When the call was made.</summary>
    public required DateTime? EventTime { get; init; }

    /// <summary>Service as delivered.</summary>
    public required string? EventSource { get; init; }

    /// <summary>A user's name, a role session's name, or root.</summary>
    public required string? Username { get; init; }

    /// <summary>The resources that LookupEvents names for it.</summary>
    public required IReadOnlyList<LookupResource> Resources { get; init; }

    /// <summary>The record as it was delivered.</summary>
    public required string CloudTrailEvent { get; init; }

    /// <summary>Writes it in the form of the AWS command line's output.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("EventId", EventId);
        Write(writer, "EventName", EventName);
        Write(writer, "ReadOnly", ReadOnly);
        Write(writer, "AccessKeyId", AccessKeyId);
        const string Time = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'+00:00'";
        Write(writer, "EventTime", EventTime?.ToString(Time, System.Globalization.CultureInfo.InvariantCulture));
        Write(writer, "EventSource", EventSource);
        Write(writer, "Username", Username);
        writer.WriteStartArray("Resources");
        foreach (var resource in Resources)
        {
            writer.WriteStartObject();
            Write(writer, "ResourceType", resource.Type);
            writer.WriteString("ResourceName", resource.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("CloudTrailEvent", CloudTrailEvent);
        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
