namespace TrailLake.Ingest.Reading;

/// <summary>Knows JSON objects of other kinds that are found among log files, and says what to do with them.</summary>
static class ForeignJson
{
    /// <summary>Says what an array in the place of a record is; null when nothing tells.</summary>
    public static string? DescribeArray(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != '[' || json[1..].TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return null;
        }

        return json.IndexOf("\"field\""u8) >= 0 && json.IndexOf("\"@"u8) >= 0
            ? "a row of CloudWatch Logs Insights: ingest what filter-log-events prints, or an export of the log group"
            : json.IndexOf("\"event"u8) >= 0
                ? "a row of columns, as CloudTrail Lake gives it: select eventJson, which is the record as it was delivered"
                : null;
    }

    /// <summary>Says what an object is; null when nothing tells.</summary>
    public static string? Describe(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\"eventversion\""u8) >= 0 && json.IndexOf("\"eventname\""u8) >= 0)
        {
            return "a row of a table: its keys are in lower case, as Athena and Glue write them; "
                + "ingest the log files that the table is made of";
        }

        if (json.IndexOf("\"digestS3Object\""u8) >= 0 || json.IndexOf("\"digestPublicKeyFingerprint\""u8) >= 0)
        {
            return "a digest file of CloudTrail's log file validation: traillake verify digests reads these";
        }

        if (json.IndexOf("\"aws:s3\""u8) >= 0 && json.IndexOf("\"s3SchemaVersion\""u8) >= 0)
        {
            return "a notification of S3: it names an object that was written; ingest that one";
        }

        if (json.IndexOf("\"s3ObjectKey\""u8) >= 0 && json.IndexOf("\"s3Bucket\""u8) >= 0)
        {
            return "a notification of CloudTrail: it names a log file that was delivered; ingest that one";
        }

        return json.IndexOf("\"configurationItems\""u8) >= 0 ? "a snapshot or history of AWS Config" : null;
    }
}
