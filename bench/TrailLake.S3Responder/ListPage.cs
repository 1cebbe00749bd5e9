using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security;
using System.Text;

namespace TrailLake.S3Responder;

/// <summary>One page of ListObjectsV2 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).</summary>
static class ListPage
{
    const int MaxKeys = 1000;

    public static string Of(Bucket bucket, string name, IReadOnlyDictionary<string, string> query)
    {
        var prefix = query.GetValueOrDefault("prefix", "");
        var delimiter = query.GetValueOrDefault("delimiter", "");
        var max = Math.Min(MaxKeys, query.TryGetValue("max-keys", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : MaxKeys);
        var encode = query.GetValueOrDefault("encoding-type") == "url";
        var start = query.TryGetValue("continuation-token", out var token) ? Decode(token) : query.GetValueOrDefault("start-after", "");
        var body = new StringBuilder(64 * 1024);
        var prefixes = new StringBuilder();
        var (count, last, isTruncated) = (0, "", false);

        // A token that is a common prefix stands for all keys below it.
        var skip = delimiter.Length > 0 && token is not null && start.EndsWith(delimiter, StringComparison.Ordinal) ? start : null;
        var rest = string.CompareOrdinal(start, prefix) > 0 ? bucket.After(start) : bucket.From(prefix);
        foreach (var item in rest)
        {
            if (!item.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                break;
            }

            if (skip is not null && item.Key.StartsWith(skip, StringComparison.Ordinal))
            {
                continue;
            }

            if (count == max)
            {
                isTruncated = true;
                break;
            }

            count++;
            var end = delimiter.Length == 0 ? -1 : item.Key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            if (end >= 0)
            {
                last = skip = item.Key[..(end + delimiter.Length)];
                prefixes.Append(CultureInfo.InvariantCulture, $"<CommonPrefixes><Prefix>{Text(last, encode)}</Prefix></CommonPrefixes>");
            }
            else
            {
                last = item.Key;
                body.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{Text(item.Key, encode)}</Key><LastModified>{item.LastModified:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified><ETag>{SecurityElement.Escape(item.ETag)}</ETag><Size>{item.Size}</Size><StorageClass>STANDARD</StorageClass></Contents>");
            }
        }

        var next = isTruncated ? $"<NextContinuationToken>{Encode(last)}</NextContinuationToken>" : "";
        var encoding = encode ? "<EncodingType>url</EncodingType>" : "";
        return $"""<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>{name}</Name><Prefix>{Text(prefix, encode)}</Prefix><MaxKeys>{max}</MaxKeys><KeyCount>{count}</KeyCount><IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>{next}{encoding}{body}{prefixes}</ListBucketResult>""";
    }

    static string Text(string key, bool encode) =>
        encode ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : SecurityElement.Escape(key);

    static string Encode(string key) => Convert.ToHexString(Encoding.UTF8.GetBytes(key));

    static string Decode(string token) => Encoding.UTF8.GetString(Convert.FromHexString(token));
}
