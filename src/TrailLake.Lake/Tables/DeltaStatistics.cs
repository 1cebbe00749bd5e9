using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrailLake.Schema;

namespace TrailLake.Tables;

/// <summary>
/// The <c>stats</c> text of an <c>add</c> (https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics): bounds of the
/// columns that people filter by and whose values cluster in a file. Request and event ids are left out: random values span the whole
/// range in every file; so is the issuer's ARN, whose first 32 characters say little more than its account. About 1.5 KB, because every
/// reader of the table parses the stats of every file.
/// </summary>
static class DeltaStatistics
{
    static readonly FieldId[] s_bounded =
    [
        FieldId.UserType, FieldId.UserPrincipalId, FieldId.UserArn, FieldId.UserAccountId, FieldId.UserAccessKeyId, FieldId.UserName,
        FieldId.IssuerUserName, FieldId.EventTime, FieldId.EventSource, FieldId.EventName, FieldId.AwsRegion, FieldId.SourceIPAddress,
        FieldId.ErrorCode, FieldId.RecipientAccountId, FieldId.EventCategory,
    ];

    static readonly FieldId[] s_counted =
    [
        .. s_bounded[..13], FieldId.ReadOnly, FieldId.RecipientAccountId, FieldId.ManagementEvent, FieldId.EventCategory,
    ];

    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SegmentSummary summary) => Encoding.UTF8.GetString(WriteBytes(summary));

    /// <summary>As <see cref="Write"/>, UTF-8.</summary>
    public static byte[] WriteBytes(SegmentSummary summary)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", summary.Rows);

            // Wide, not tight: a text bound may be cut or rounded up, and so may the greatest time.
            json.WriteBoolean("tightBounds", false);
            WriteTree(json, "minValues", s_bounded, summary, Minimum);
            WriteTree(json, "maxValues", s_bounded, summary, Maximum);
            WriteTree(json, "nullCount", s_counted, summary, (_, leaf) => leaf.NullCount);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes values under their paths. The columns come in file order, so that the members of a struct are neighbours.</summary>
    static void WriteTree(
        Utf8JsonWriter json, string name, FieldId[] columns, SegmentSummary summary, Func<ColumnSpec, LeafStatistics, object?> choose)
    {
        json.WriteStartObject(name);
        var open = new List<string>();
        foreach (var id in columns)
        {
            var column = CloudTrailSchema.Leaves[(int)id];
            if (choose(column, summary.Leaves[column.Index]) is not { } value)
            {
                continue;
            }

            var parents = column.Path.Split('.')[..^1];
            int common = 0;
            while (common < open.Count && common < parents.Length && open[common] == parents[common])
            {
                common++;
            }

            Close(json, open, common);
            foreach (var parent in parents.AsSpan(common))
            {
                json.WriteStartObject(parent);
                open.Add(parent);
            }

            if (value is long number)
            {
                json.WriteNumber(column.Name, number);
            }
            else
            {
                json.WriteString(column.Name, (string)value);
            }
        }

        Close(json, open, 0);
        json.WriteEndObject();
    }

    static void Close(Utf8JsonWriter json, List<string> open, int depth)
    {
        for (; open.Count > depth; open.RemoveAt(open.Count - 1))
        {
            json.WriteEndObject();
        }
    }

    static string? Minimum(ColumnSpec column, LeafStatistics leaf) => column.Kind switch
    {
        ColumnKind.Timestamp => leaf.MinInteger is { } micros ? Time(FloorToMilliseconds(micros)) : null,
        _ => IsWellFormed(leaf.MinText) ? leaf.MinText : null,
    };

    // Readers hold times in stats to the millisecond: a greatest value between two must not be rounded down.
    static string? Maximum(ColumnSpec column, LeafStatistics leaf) => column.Kind switch
    {
        ColumnKind.Timestamp => leaf.MaxInteger is { } micros ? Time(FloorToMilliseconds(micros + 999)) : null,
        _ => IsWellFormed(leaf.MaxText) ? leaf.MaxText : null,
    };

    static long FloorToMilliseconds(long micros) => Math.DivRem(micros, 1000) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient;

    static string? Time(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : null;

    /// <summary>Half of a surrogate pair would be written as U+FFFD, which sorts before the real character: no bound any more.</summary>
    static bool IsWellFormed(string? text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return text is not null;
    }
}
