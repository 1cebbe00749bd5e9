using System;
using System.Collections.Generic;
using System.Text;

namespace TrailLake.FakeS3;

/// <summary>The head of an HTTP request: what of it matters to a bucket.</summary>
/// <param name="Target">The path and the query as they came.</param>
sealed record S3Request(
    string Method,
    string Target,
    string Bucket,
    string Key,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>True when the client asks to end the connection.</summary>
    public bool Closes => Headers.GetValueOrDefault("connection", "").Equals("close", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a head that ends with an empty line; null when it is none.</summary>
    public static S3Request? Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        var mark = words[1].IndexOf('?', StringComparison.Ordinal);
        var path = (mark < 0 ? words[1] : words[1][..mark]).TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? path : path[..slash];
        var key = slash < 0 ? "" : Uri.UnescapeDataString(path[(slash + 1)..]);
        return new S3Request(words[0], words[1], bucket, key, QueryOf(mark < 0 ? "" : words[1][(mark + 1)..]), headers);
    }

    static Dictionary<string, string> QueryOf(string text)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            query[equals < 0 ? pair : pair[..equals]] = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
        }

        return query;
    }
}
