using System.Globalization;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Reading;

/// <summary>Words for what could not become an event.</summary>
static class RejectText
{
    /// <summary>The code that stands in the rejects.</summary>
    public static string Code(RejectReason kind) => kind switch
    {
        RejectReason.InvalidJson => "invalid-json",
        RejectReason.ControlCharacter => "control-character",
        RejectReason.InvalidUtf8 => "invalid-utf8",
        RejectReason.TooDeep => "too-deep",
        RejectReason.TooLong => "too-long",
        RejectReason.DuplicateKey => "duplicate-key",
        RejectReason.Truncated => "truncated",
        RejectReason.NotAnObject => "not-an-object",
        RejectReason.NotCloudTrail => "not-cloudtrail",
        RejectReason.MissingEventTime => "missing-event-time",
        RejectReason.InvalidEventTime => "invalid-event-time",
        RejectReason.CorruptGzip => "corrupt-gzip",
        RejectReason.GzipBomb => "gzip-bomb",
        RejectReason.EmptyObject => "empty-object",
        RejectReason.TextAroundRecords => "text-around-records",
        RejectReason.UnknownForm => "unknown-form",
        RejectReason.CorruptArchive => "corrupt-archive",
        _ => "read-failed",
    };

    /// <summary>One line: what was found, where, what was expected.</summary>
    public static string Message(in RejectedContent reject, string? detail = null)
    {
        string at = reject.ErrorOffset.ToString(CultureInfo.InvariantCulture);
        string text = reject.Kind switch
        {
            RejectReason.InvalidJson => $"not JSON at byte {at} of the content",
            RejectReason.ControlCharacter => "a control character stands unescaped in a string; JSON wants \\u00XX",
            RejectReason.InvalidUtf8 => "the record is not UTF-8",
            RejectReason.TooDeep => $"nested deeper than {ScanLimits.MaxDepth} levels at byte {at} of the content",
            RejectReason.TooLong =>
                $"longer than the {ScanLimits.MaxRecordBytes >> 20} MiB that a record may have; CloudTrail's own limit is 1 MB",
            RejectReason.DuplicateKey => $"a key stands twice, the second time at byte {at} of the content",
            RejectReason.Truncated when reject.Length == 0 => $"the content ends at byte {at} inside the array of records",
            RejectReason.Truncated => $"the content ends at byte {at} inside a record",
            RejectReason.NotAnObject when ForeignJson.DescribeArray(reject.Content) is { } row => row,
            RejectReason.NotAnObject => "an element of the records is not an object",
            RejectReason.NotCloudTrail when ForeignJson.Describe(reject.Content) is { } what => $"no CloudTrail record but {what}",
            RejectReason.NotCloudTrail =>
                "an object, but no CloudTrail record: expected eventVersion 1.x, or eventName, eventSource and awsRegion",
            RejectReason.MissingEventTime => "the record has no eventTime",
            RejectReason.InvalidEventTime when RejectedTime.ValueOf(reject.Content) is { } value =>
                $"eventTime {value} is no time between 1970 and 2199 such as 2026-03-01T09:30:00Z",
            RejectReason.InvalidEventTime => "eventTime is no time between 1970 and 2199 such as 2026-03-01T09:30:00Z",
            RejectReason.CorruptGzip => $"the gzip data is damaged after {at} bytes of content",
            RejectReason.GzipBomb => "it inflates to more than any log would",
            RejectReason.TextAroundRecords => "text that is no part of a record stands before or behind it, as log collectors write it",
            RejectReason.UnknownForm => "not read",
            RejectReason.CorruptArchive => $"it is damaged after {at} bytes of content",
            RejectReason.EmptyObject => "a log file without a record, and CloudTrail delivers none such",
            _ => "the object could not be read to its end",
        };
        text = detail is null ? text : reject.Kind == RejectReason.CorruptArchive ? detail : text + ": " + detail;
        return text + Loss(reject);
    }

    /// <summary>Why an object is damaged whose rejects took more than one record with them.</summary>
    public static string Reason(in RejectedContent first, long losses)
    {
        string what = losses == 1 ? "1 reject holds" : string.Create(CultureInfo.InvariantCulture, $"{losses} rejects hold");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what} more than one record, which may be lost; the first at byte {first.Offset} of the content{Loss(first)}");
    }

    // What a reject took with it, and how much of it is kept.
    static string Loss(in RejectedContent reject)
    {
        long end = reject.Offset + reject.Length;
        string records = reject.Records > 1
            ? string.Create(CultureInfo.InvariantCulture, $"; bytes {reject.Offset} to {end} hold parts of about {reject.Records} records")
            : "";
        string zeros = reject.ZeroBytes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; {reject.ZeroBytes} zero bytes stand where records may have been")
            : "";
        string kept = reject.Length > reject.Content.Length && reject.Content.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; of its {reject.Length} bytes the first {reject.Content.Length} are kept here")
            : "";
        return records + zeros + kept;
    }

    /// <summary>What was found in an empty log file.</summary>
    /// <param name="bytes">Its bytes as stored.</param>
    /// <param name="contentBytes">Those of its content.</param>
    /// <param name="isBlank">True when the content is nothing but blanks, zeros or marks of a byte order.</param>
    public static string Empty(long bytes, long contentBytes, bool isBlank) => (bytes, contentBytes, isBlank) switch
    {
        (0, _, _) => "0 bytes",
        (_, 0, _) => $"{Bytes(bytes)} of gzip with nothing in it",
        (_, _, true) => $"{Bytes(contentBytes)} of blanks or zeros",
        _ => $"{Bytes(contentBytes)} of content without a record",
    };

    static string Bytes(long bytes) => bytes == 1 ? "1 byte" : bytes.ToString(CultureInfo.InvariantCulture) + " bytes";
}
