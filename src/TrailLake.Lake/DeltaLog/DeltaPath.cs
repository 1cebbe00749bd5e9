using System.Text;

namespace TrailLake.DeltaLog;

/// <summary>
/// The path of an <c>add</c>: relative to the table and URL-encoded (RFC 2396, as the protocol asks). A folder that stands on the disk as
/// <c>account=a%2Fb</c>, because its value was Hive-escaped, is <c>account=a%252Fb</c> in the log.
/// </summary>
static class DeltaPath
{
    const string Hex = "0123456789ABCDEF";

    /// <summary>Encodes a relative path with forward slashes.</summary>
    public static string Encode(string relative)
    {
        var text = new StringBuilder(relative.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(relative))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "/=-_.~".Contains((char)b))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
            }
        }

        return text.ToString();
    }

    /// <summary>Decodes a path of the log to a relative path with forward slashes.</summary>
    /// <returns>Null when it leads out of the table: absolute, with a scheme, or through <c>..</c>.</returns>
    public static string? Decode(string encoded)
    {
        var path = encoded.Contains('%') ? Uri.UnescapeDataString(encoded) : encoded;
        if (path.Length == 0 || path[0] is '/' or '\\' || path.AsSpan().ContainsAny('\0', '\\')
            || path.Contains("://", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':'))
        {
            return null;
        }

        foreach (var part in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(part) is ".." or "." or "")
            {
                return null;
            }
        }

        return path;
    }
}
