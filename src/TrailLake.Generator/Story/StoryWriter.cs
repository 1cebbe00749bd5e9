using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Story;

/// <summary>Writes the story's records into objects, as CloudTrail would have delivered them.</summary>
static class StoryWriter
{
    const long FiveMinutes = 300;

    /// <summary>Writes the objects; returns their number.</summary>
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
            var random = new Random64(Random64.Mix(seed, 21, (ulong)i));
            var path = Path.Combine(folder, ArchiveKeys.Make("", account, region, delivered, random.Next()));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
            gzip.Write(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', objects[i].Select(e => RecordOf(e, ref random)))}}]}"""));
        }

        return objects.Count;
    }

    // Delivery follows one to six minutes later, at the next multiple of five minutes.
    static long DeliveryOf(DateTime time) => ((new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds() + 60) / FiveMinutes * FiveMinutes) + FiveMinutes;

    static string RecordOf(StoryEvent e, ref Random64 random)
    {
        var isS3 = e.Service == "s3";
        var text = new StringBuilder(2048);
        text.Append(CultureInfo.InvariantCulture, $$"""{"eventVersion":"{{e.Version}}","userIdentity":{{e.ShownIdentity ?? e.Caller.Identity}}""");
        text.Append(CultureInfo.InvariantCulture, $",\"eventTime\":\"{e.Time:yyyy-MM-ddTHH:mm:ssZ}\",\"eventSource\":\"{e.Service}.amazonaws.com\"");
        text.Append(CultureInfo.InvariantCulture, $",\"eventName\":\"{e.Name}\",\"awsRegion\":\"{e.Region}\",\"sourceIPAddress\":\"{e.Caller.Ip}\"");
        text.Append(CultureInfo.InvariantCulture, $",\"userAgent\":\"{AgentOf(e)}\"");
        Add(text, "errorCode", e.ErrorCode);
        Add(text, "errorMessage", e.ErrorMessage);
        text.Append(CultureInfo.InvariantCulture, $",\"requestParameters\":{e.Request},\"responseElements\":{e.Response}");
        if (isS3)
        {
            text.Append(CultureInfo.InvariantCulture, $$""","additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"{{Letters(75, RandomText.Base64Url, ref random)}}=","bytesTransferredOut":{{e.BytesOut}}}""");
        }

        var requestId = isS3 ? Letters(16, RandomText.Base32, ref random) : StoryIds.Uuid(ref random).ToString();
        text.Append(CultureInfo.InvariantCulture, $",\"requestID\":\"{requestId}\",\"eventID\":\"{e.EventId}\",\"readOnly\":{Json(e.IsReadOnly)}");
        text.Append(e.Resources is null ? "" : $",\"resources\":{e.Resources}");
        text.Append(CultureInfo.InvariantCulture, $",\"eventType\":\"AwsApiCall\",\"managementEvent\":{Json(!e.IsData)}");
        Add(text, "recipientAccountId", e.Recipient ?? e.Caller.Account);
        Add(text, "sharedEventID", e.SharedEventId);
        Add(text, "eventCategory", e.IsData ? "Data" : "Management");
        if (e.Caller.FromConsole)
        {
            Add(text, "sessionCredentialFromConsole", "true");
        }
        else
        {
            var host = e.Service == "iam" ? "iam.amazonaws.com" : $"{e.Service}.{e.Region}.amazonaws.com";
            text.Append(CultureInfo.InvariantCulture, $$$""","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{{{host}}}"}""");
        }

        return text.Append('}').ToString();
    }

    static string AgentOf(StoryEvent e) => e.Service == "s3" ? $"[{e.Caller.Agent}]" : e.Caller.Agent;

    static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"{name}\":\"{value}\"");
        }
    }

    static string Letters(int count, ReadOnlySpan<byte> alphabet, ref Random64 random)
    {
        Span<byte> letters = stackalloc byte[count];
        RandomText.Letters(letters, alphabet, ref random);
        return Encoding.ASCII.GetString(letters);
    }

    static string Json(bool value) => value ? "true" : "false";
}
