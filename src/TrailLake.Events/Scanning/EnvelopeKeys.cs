namespace TrailLake.Scanning;

/// <summary>
/// The keys under which services and tools hold records: CloudTrail's own listings, EventBridge, SNS, SQS, CloudWatch Logs and its
/// subscriptions, Kinesis and Firehose, CloudTrail Lake, Splunk, Elastic, container logs.
/// </summary>
static class EnvelopeKeys
{
    /// <summary>Rank of a key that holds no records.</summary>
    public const int None = int.MaxValue;

    /// <summary>
    /// The rank of a key whose value is a record, or holds records. Of several keys in one object, the one of the least rank has the record
    /// as it was delivered; what stands under the others was made of it.
    /// </summary>
    public static int Rank(ReadOnlySpan<byte> key) => key.Length switch
    {
        3 when key.SequenceEqual("Sns"u8) => 11,
        3 when key.SequenceEqual("log"u8) => 13,
        4 when key.SequenceEqual("_raw"u8) => 4,
        4 when key.SequenceEqual("Body"u8) || key.SequenceEqual("body"u8) => 10,
        4 when key.SequenceEqual("hits"u8) => 8,
        4 when key.SequenceEqual("data"u8) || key.SequenceEqual("Data"u8) => 14,
        5 when key.SequenceEqual("event"u8) => 6,
        6 when key.SequenceEqual("detail"u8) => 5,
        6 when key.SequenceEqual("result"u8) => 7,
        7 when key.SequenceEqual("_source"u8) => 7,
        7 when key.SequenceEqual("message"u8) || key.SequenceEqual("Message"u8) => 12,
        7 when key.SequenceEqual("kinesis"u8) || key.SequenceEqual("awslogs"u8) => 11,
        8 when key.SequenceEqual("original"u8) => 3,
        9 when key.SequenceEqual("eventJson"u8) => 2,
        14 when key.SequenceEqual("event.original"u8) => 3,
        15 when key.SequenceEqual("CloudTrailEvent"u8) || key.SequenceEqual("cloudTrailEvent"u8) => 1,
        _ => IsList(key) ? 9 : None,
    };

    /// <summary>Whether an array under this key is one of records, or of what holds records.</summary>
    public static bool IsList(ReadOnlySpan<byte> key) => key.Length switch
    {
        4 => key.SequenceEqual("hits"u8),
        6 => key.SequenceEqual("Events"u8) || key.SequenceEqual("events"u8),
        7 => key.SequenceEqual("Records"u8) || key.SequenceEqual("records"u8) || key.SequenceEqual("results"u8),
        8 => key.SequenceEqual("Messages"u8),
        9 => key.SequenceEqual("logEvents"u8),
        15 => key.SequenceEqual("QueryResultRows"u8),
        _ => false,
    };

    /// <summary>Whether a text under a key of this rank may be base64: of JSON, or of gzip.</summary>
    public static bool MayBeBase64(int rank) => rank is 10 or 12 or 14;

    /// <summary>Whether a text is base64 of gzip or of JSON's first bytes.</summary>
    public static bool IsBase64(ReadOnlySpan<byte> text) => text.StartsWith("H4sI"u8) || text.StartsWith("eyJ"u8)
        || text.StartsWith("ewog"u8) || text.StartsWith("eyAi"u8) || text.StartsWith("W3si"u8);

    /// <summary>Whether a text names keys of records, escaped or not.</summary>
    public static bool NamesRecordKeys(ReadOnlySpan<byte> text) => text.IndexOf("eventVersion"u8) >= 0 || text.IndexOf("eventName"u8) >= 0;
}
