using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace TrailLake.Tests.Support;

/// <summary>
/// A bucket of a few objects, whose keys may be any text: a request names the object whose key is its path byte for byte. Listings give one
/// object a page.
/// </summary>
static class KeyServer
{
    /// <summary>Starts it.</summary>
    /// <param name="objects">Content by key.</param>
    /// <param name="encodes">Whether it does as <c>encoding-type</c> asks.</param>
    /// <param name="says">Whether it says what it does.</param>
    public static FaultyProxy Start(SortedDictionary<string, string> objects, bool encodes = true, bool says = true) => new(null, context =>
    {
        if (context.Request.QueryString["list-type"] is not null)
        {
            return Send(context, Encoding.UTF8.GetBytes(List(objects, context.Request.QueryString, encodes, says)), null);
        }

        string path = context.Request.RawUrl!.Split('?')[0];
        string key = Uri.UnescapeDataString(path["/b/".Length..]);
        return objects.TryGetValue(key, out string? content)
            ? Send(context, Encoding.UTF8.GetBytes(content), ETag(content))
            : FaultyProxy.Error(context, 404, "NoSuchKey");
    });

    /// <summary>Answers with a body.</summary>
    public static bool Send(HttpListenerContext context, byte[] body, string? etag)
    {
        if (etag is not null)
        {
            context.Response.Headers["ETag"] = $"\"{etag}\"";
        }

        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body);
        context.Response.Close();
        return true;
    }

    /// <summary>MD5, as S3's.</summary>
    public static string ETag(string content) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(content)));

    static string List(SortedDictionary<string, string> objects, System.Collections.Specialized.NameValueCollection query, bool encodes, bool says)
    {
        string prefix = query["prefix"] ?? "";
        bool folders = query["delimiter"] is not null;
        int skipped = int.Parse(query["continuation-token"] ?? "0", CultureInfo.InvariantCulture);
        var entries = objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => folders && key.IndexOf('/', prefix.Length) is var slash and >= 0 ? key[..(slash + 1)] : key)
            .Distinct().ToList();
        var body = new StringBuilder("<ListBucketResult><Name>b</Name>").Append(says ? "<EncodingType>url</EncodingType>" : "");
        foreach (string entry in entries.Skip(skipped).Take(1))
        {
            string name = SecurityElement.Escape(encodes ? Uri.EscapeDataString(entry).Replace("%2F", "/").Replace("%20", "+") : entry);
            body.Append(objects.TryGetValue(entry, out string? content)
                ? $"<Contents><Key>{name}</Key><LastModified>2023-07-10T12:20:00.000Z</LastModified><ETag>&quot;{ETag(content)}&quot;</ETag><Size>{content.Length}</Size></Contents>"
                : $"<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>");
        }

        bool more = entries.Count > skipped + 1;
        return body.Append($"<IsTruncated>{(more ? "true" : "false")}</IsTruncated>")
            .Append(more ? $"<NextContinuationToken>{skipped + 1}</NextContinuationToken>" : "").Append("</ListBucketResult>").ToString();
    }
}
