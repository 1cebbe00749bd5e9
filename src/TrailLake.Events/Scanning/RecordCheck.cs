using TrailLake.Schema;

namespace TrailLake.Scanning;

/// <summary>Tells CloudTrail's records from other JSON objects, and finds the time that files them.</summary>
static class RecordCheck
{
    /// <summary>
    /// Checks a well-formed object. A record has an eventVersion of major number 1 (an S3 notification, which looks much like a record,
    /// has 2), or, where a publisher has dropped it, names an event of a service. An aggregated record has no eventTime: the begin of its
    /// time window stands in for it. So does the <c>@timestamp</c> of records from Logstash or Elastic, which take eventTime out.
    /// </summary>
    public static RejectReason Check(ScannedRecord record, ReadOnlySpan<byte> buffer)
    {
        var version = record.Text(FieldId.EventVersion, buffer);
        bool isRecord = version.IsEmpty
            ? !record.Text(FieldId.EventName, buffer).IsEmpty && !record.Text(FieldId.EventSource, buffer).IsEmpty
                && !record.Text(FieldId.AwsRegion, buffer).IsEmpty
            : version[0] == '1' && (version.Length == 1 || version[1] == '.');
        if (!isRecord)
        {
            return RejectReason.NotCloudTrail;
        }

        if (record.HasInvalidEventTime)
        {
            return RejectReason.InvalidEventTime;
        }

        if (record.States[(int)FieldId.EventTime] == ValueState.Time)
        {
            return RejectReason.None;
        }

        if (TryTakeWindowStart(record, buffer) || TryTakeTimestamp(record, buffer))
        {
            return RejectReason.None;
        }

        // An element of what Lambda gets from Kinesis or DynamoDB: CloudTrail names services by their host.
        return record.Text(FieldId.EventSource, buffer).StartsWith("aws:"u8) ? RejectReason.NotCloudTrail : RejectReason.MissingEventTime;
    }

    static bool TryTakeTimestamp(ScannedRecord record, ReadOnlySpan<byte> buffer)
    {
        if (record.States[(int)FieldId.EventTime] != ValueState.NotMet)
        {
            return false;
        }

        for (int i = -1; (i = Next(record, buffer, "@timestamp"u8, i + 1)) >= 0;)
        {
            var member = record.Unmapped[i];
            if (buffer[member.ValueStart] == '"'
                && Iso8601.TryRead(buffer.Slice(member.ValueStart + 1, member.ValueLength - 2), out record.EventTime))
            {
                record.States[(int)FieldId.EventTime] = ValueState.Time;

                // No value has no text: it says that the record was delivered without eventTime.
                record.AddDelivered(new DeliveredValue((int)FieldId.EventTime, member.ValueStart, 0));
                record.HasTimestamp = true;
                return true;
            }
        }

        return false;
    }

    static bool TryTakeWindowStart(ScannedRecord record, ReadOnlySpan<byte> buffer)
    {
        bool isAggregated = record.Text(FieldId.EventType, buffer).SequenceEqual("AwsAggregatedEvent"u8);
        int found = isAggregated ? Next(record, buffer, "timeWindow"u8, 0) : -1;
        var window = found < 0 ? [] : buffer.Slice(record.Unmapped[found].ValueStart, record.Unmapped[found].ValueLength);
        int key = window.IndexOf("\"windowStart\""u8);
        if (key < 0)
        {
            return false;
        }

        var value = window[(key + 13)..].TrimStart(" \t\r\n:"u8);
        int close = value.Length > 0 && value[0] == '"' ? value[1..].IndexOf((byte)'"') : -1;
        if (close < 0 || !Iso8601.TryRead(value.Slice(1, close), out record.EventTime))
        {
            return false;
        }

        record.States[(int)FieldId.EventTime] = ValueState.Time;
        return true;
    }

    /// <summary>The next of the record's own members without a column that has a key; -1 when there is none.</summary>
    static int Next(ScannedRecord record, ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> key, int from)
    {
        for (int i = from; i < record.UnmappedCount; i++)
        {
            ref readonly var member = ref record.Unmapped[i];
            if (member.Parent == 0 && buffer.Slice(member.KeyStart, member.KeyLength).SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }
}
