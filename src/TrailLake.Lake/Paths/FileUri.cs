using System.Buffers;
using System.Text;

namespace TrailLake.Paths;

/// <summary>Paths as <c>file:///…</c> and back (RFC 8089). Not <see cref="Uri"/>, which folds <c>..</c> and turns backslashes.</summary>
static class FileUri
{
    const string Scheme = "file://";

    // RFC 3986 pchar, and the slash between segments.
    static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    /// <summary>The URI of an absolute path.</summary>
    public static string FromPath(string path)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            path = "/" + path.Replace('\\', '/');
        }

        if (!path.AsSpan().ContainsAnyExcept(s_plain))
        {
            return Scheme + path;
        }

        var uri = new StringBuilder(Scheme, path.Length + 32);
        foreach (byte b in BytePath.ToBytes(path))
        {
            _ = b < 0x80 && s_plain.Contains((char)b) ? uri.Append((char)b) : uri.Append('%').Append(b.ToString("X2"));
        }

        return uri.ToString();
    }

    /// <summary>The path of a URI; false for another scheme.</summary>
    public static bool TryToPath(string uri, out string path)
    {
        path = "";
        if (!uri.StartsWith("file:///", StringComparison.Ordinal))
        {
            return false;
        }

        path = uri[Scheme.Length..];
        path = path.Contains('%') ? Unescape(path) : path;
        if (Path.DirectorySeparatorChar == '\\')
        {
            path = path[1..].Replace('/', '\\');
        }

        return true;
    }

    // Not Uri.UnescapeDataString: it leaves bytes that are no UTF-8 as they are.
    static string Unescape(string text)
    {
        byte[] bytes = BytePath.ToBytes(text);
        int length = 0;
        for (int i = 0; i < bytes.Length; length++)
        {
            bool isEscape = bytes[i] == '%' && i + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            bytes[length] = isEscape ? Convert.FromHexString(bytes.AsSpan(i + 1, 2))[0] : bytes[i];
            i += isEscape ? 3 : 1;
        }

        return BytePath.OfBytes(bytes.AsSpan(0, length));
    }
}
