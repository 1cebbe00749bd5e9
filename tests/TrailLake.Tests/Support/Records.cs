using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace TrailLake.Tests.Support;

/// <summary>Hand-written records and the ways to pack them.</summary>
static class Records
{
    /// <summary>A small record; <paramref name="more"/> is text before its closing bracket.</summary>
    public static string Of(string id, string more = "") =>
        "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\",\"accountId\":\"111122223333\",\"userName\":\"eve\"},"
        + "\"eventTime\":\"2024-05-01T10:00:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\","
        + "\"awsRegion\":\"eu-west-1\","
        + "\"sourceIPAddress\":\"10.0.0.1\",\"userAgent\":\"curl\",\"requestParameters\":{\"bucketName\":\"b\",\"key\":\"" + id + "\"},"
        + "\"responseElements\":null,\"requestID\":\"R-" + id + "\",\"eventID\":\"" + id + "\",\"eventType\":\"AwsApiCall\","
        + "\"recipientAccountId\":\"111122223333\"" + more + "}";

    /// <summary>A file as CloudTrail delivers it, before compression.</summary>
    public static string File(params string[] records) => "{\"Records\":[" + string.Join(',', records) + "]}";

    /// <summary>One gzip member.</summary>
    public static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, level))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    /// <summary>One gzip member.</summary>
    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));

    /// <summary>Bytes one after the other.</summary>
    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>Text in bytes.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
