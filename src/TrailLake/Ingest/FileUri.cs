using System;
using System.Buffers;
using System.IO;
using System.Text;

namespace TrailLake.Ingest;

/// <summary>
/// Absolute paths as <c>file:///…</c> and back (RFC 8089). Not <see cref="Uri"/>: it folds <c>..</c> and turns backslashes, which are
/// characters like others in the names of most file systems.
/// </summary>
public static class FileUri
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
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.IsAscii && s_plain.Contains((char)rune.Value))
            {
                uri.Append((char)rune.Value);
                continue;
            }

            foreach (byte b in bytes[..rune.EncodeToUtf8(bytes)])
            {
                uri.Append('%').Append(b.ToString("X2"));
            }
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
        path = path.Contains('%') ? Uri.UnescapeDataString(path) : path;
        if (Path.DirectorySeparatorChar == '\\')
        {
            path = path[1..].Replace('/', '\\');
        }

        return true;
    }
}
