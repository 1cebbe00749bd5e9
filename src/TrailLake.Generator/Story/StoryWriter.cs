using System.Globalization;
using System.IO.Compression;
using System.Text;
using TrailLake.Generator.Archives;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Story;

/// <summary>Writes the story's records into objects, as CloudTrail would have delivered them.</summary>
static class StoryWriter
{
    const long FiveMinutes = 300;

    public static int Write(string folder, IReadOnlyList<StoryEvent> events, ulong seed)
    {
        var objects = events
            .GroupBy(e => (Account: e.Recipient ?? e.Caller.Account, e.Region, Delivered: DeliveryOf(e.Time)))
            .OrderBy(g => g.Key.Delivered)
            .ThenBy(g => g.Key.Account, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Region, StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i < objects.Count; i++)
        {
            var (account, region, delivered) = objects[i].Key;
            var random = new SplitMix64(SplitMix64.Mix(seed, 21, (ulong)i));
            var path = Path.Combine(folder, ArchiveKeys.Make("", account, region, delivered, random.Next()));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
            gzip.Write(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', objects[i].Select(e => RecordOf(e, ref random)))}}]}"""));
        }

        return objects.Count;
    }

    // Delivery follows one to six minutes later, at the next multiple of five minutes.
    static long DeliveryOf(DateTime time) =>
        ((new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds() + 60) / FiveMinutes * FiveMinutes) + FiveMinutes;

    static string RecordOf(StoryEvent e, ref SplitMix64 random)
    {
        var isS3 = e.Service == "s3";
        var amazonId = isS3 ? $"{Letters(75, RandomText.Base64Url, ref random)}=" : "";
        var data = isS3
            ? Json.Object(
                "SignatureVersion", "SigV4", "CipherSuite", "TLS_AES_128_GCM_SHA256", "bytesTransferredIn", 0,
                "AuthenticationMethod", "AuthHeader", "x-amz-id-2", amazonId, "bytesTransferredOut", e.BytesOut)
            : null;
        var requestId = isS3 ? Letters(16, RandomText.Base32, ref random) : RandomText.Guid(ref random).ToString();
        var host = e.Service == "iam" ? "iam.amazonaws.com" : $"{e.Service}.{e.Region}.amazonaws.com";
        var tls = Json.Object("tlsVersion", "TLSv1.3", "cipherSuite", "TLS_AES_128_GCM_SHA256", "clientProvidedHostHeader", host);
        return Json.Object(
            "eventVersion", e.Version, "userIdentity", e.ShownIdentity ?? e.Caller.Identity,
            "eventTime", e.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), "eventSource", $"{e.Service}.amazonaws.com",
            "eventName", e.Name, "awsRegion", e.Region, "sourceIPAddress", e.Caller.Ip,
            "userAgent", isS3 ? $"\"[{e.Caller.Agent}]\"" : e.Caller.Agent, "errorCode", e.ErrorCode, "errorMessage", e.ErrorMessage,
            "requestParameters", e.Request, "responseElements", e.Response, "additionalEventData", data,
            "requestID", requestId, "eventID", e.EventId, "readOnly", e.IsReadOnly, "resources", e.Resources,
            "eventType", "AwsApiCall", "managementEvent", !e.IsData, "recipientAccountId", e.Recipient ?? e.Caller.Account,
            "sharedEventID", e.SharedEventId, "eventCategory", e.IsData ? "Data" : "Management",
            "sessionCredentialFromConsole", e.Caller.FromConsole ? "true" : null, "tlsDetails", e.Caller.FromConsole ? null : tls);
    }

    static string Letters(int count, ReadOnlySpan<byte> alphabet, ref SplitMix64 random)
    {
        Span<byte> letters = stackalloc byte[count];
        RandomText.Letters(letters, alphabet, ref random);
        return Encoding.ASCII.GetString(letters);
    }
}
