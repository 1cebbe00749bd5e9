using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security;
using System.Text;

namespace TrailLake.FakeS3;

/// <summary>One page of ListObjectsV2 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).</summary>
static class ListPage
{
    public static string Of(Bucket bucket, IReadOnlyDictionary<string, string> query, FakeS3Options options)
    {
        var prefix = query.GetValueOrDefault("prefix", "");
        var delimiter = query.GetValueOrDefault("delimiter", "");
        var max = Math.Min(options.PageSize, int.Parse(query.GetValueOrDefault("max-keys", "1000"), CultureInfo.InvariantCulture));
        var encode = options.EscapesKeys && query.GetValueOrDefault("encoding-type") == "url";
        var start = query.TryGetValue("continuation-token", out var token) ? Decode(token) : query.GetValueOrDefault("start-after", "");
        var body = new StringBuilder(64 * 1024);
        var prefixes = new StringBuilder();
        var (count, last, isTruncated) = (0, "", false);

        // A token that is a common prefix stands for all keys below it; the prefix asked for is none, but may be a key.
        var isFolder = delimiter.Length > 0 && start.Length > prefix.Length && start.EndsWith(delimiter, StringComparison.Ordinal);
        var skip = token is not null && isFolder ? start : null;
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
                body.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{Text(last, encode)}</Key>")
                    .Append(CultureInfo.InvariantCulture, $"<LastModified>{item.LastModified:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified>")
                    .Append(CultureInfo.InvariantCulture, $"<ETag>{SecurityElement.Escape(item.ETag)}</ETag><Size>{item.Size}</Size>")
                    .Append("<StorageClass>STANDARD</StorageClass></Contents>");
            }
        }

        var next = isTruncated ? $"<NextContinuationToken>{Encode(last)}</NextContinuationToken>" : "";
        var encoding = encode && options.SaysThatItEscapes ? "<EncodingType>url</EncodingType>" : "";
        return $"""<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">"""
            + $"<Name>{options.Name}</Name><Prefix>{Text(prefix, encode)}</Prefix><MaxKeys>{max}</MaxKeys><KeyCount>{count}</KeyCount>"
            + $"<IsTruncated>{(isTruncated ? "true" : "false")}</IsTruncated>{next}{encoding}{body}{prefixes}</ListBucketResult>";
    }

    // S3 writes a space as a plus sign.
    static string Text(string key, bool encode) => encode
        ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal).Replace("%20", "+", StringComparison.Ordinal)
        : SecurityElement.Escape(key);

    static string Encode(string key) => Convert.ToHexString(Encoding.UTF8.GetBytes(key));

    static string Decode(string token) => Encoding.UTF8.GetString(Convert.FromHexString(token));
}
