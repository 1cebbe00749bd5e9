using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;

namespace TrailLake.Tests.Support;

/// <summary>Answers ListObjectsV2 from a list of keys, as S3 documents it: for buckets that are too large to fill in a test.</summary>
static class ListingServer
{
    /// <summary>Starts it.</summary>
    /// <param name="keys">Keys in ordinal order.</param>
    /// <param name="asked">Is given each request's prefix and whether it asked for folders.</param>
    public static FaultyProxy Start(IReadOnlyList<string> keys, Action<string, bool> asked) => new(null, context =>
    {
        var query = context.Request.QueryString;
        string prefix = query["prefix"] ?? "";
        bool folders = query["delimiter"] is not null;
        asked(prefix, folders);
        string after = query["continuation-token"] ?? query["start-after"] ?? "";
        int most = int.Parse(query["max-keys"] ?? "1000", CultureInfo.InvariantCulture);
        var entries = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => folders && key.IndexOf('/', prefix.Length) is var slash and >= 0 ? key[..(slash + 1)] : key)
            .Distinct().Where(entry => string.CompareOrdinal(entry, after) > 0).Take(most + 1).ToList();
        var body = new StringBuilder("<ListBucketResult><Name>b</Name><EncodingType>url</EncodingType>");
        foreach (string entry in entries.Take(most))
        {
            string name = SecurityElement.Escape(Uri.EscapeDataString(entry));
            body.Append(folders && entry.EndsWith('/')
                ? $"<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>"
                : $"<Contents><Key>{name}</Key><LastModified>2023-07-10T12:20:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>1</Size></Contents>");
        }

        bool more = entries.Count > most;
        body.Append($"<IsTruncated>{(more ? "true" : "false")}</IsTruncated>");
        body.Append(more ? $"<NextContinuationToken>{entries[most - 1]}</NextContinuationToken>" : "").Append("</ListBucketResult>");
        byte[] bytes = Encoding.UTF8.GetBytes(body.ToString());
        context.Response.ContentType = "application/xml";
        context.Response.ContentLength64 = bytes.Length;
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
        return true;
    });
}
