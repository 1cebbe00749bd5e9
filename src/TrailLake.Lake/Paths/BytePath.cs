using System.Text;
using TrailLake.Errors;

namespace TrailLake.Paths;

/// <summary>
/// Paths whose names are bytes, as on Linux, in .NET's texts. A byte that is no UTF-8 stands as one lone surrogate, U+DC80 to U+DCFF
/// (PEP 383): each name has a text of its own and comes back byte for byte. Only <see cref="PathStatus"/>, <see cref="RegularFile"/> and
/// <see cref="FolderNames"/> understand such texts: .NET's own calls would ask for U+FFFD in their place.
/// </summary>
static class BytePath
{
    const int EscapeBase = 0xDC00;

    /// <summary>The text of a name or path.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out int length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (byte b in bytes[..length])
                {
                    text.Append((char)(EscapeBase + b));
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a name or path, without a zero at the end.</summary>
    public static byte[] ToBytes(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        if (!HasBytes(path))
        {
            return bytes;
        }

        // A lone surrogate becomes the three bytes of U+FFFD there, so that there is room.
        int at = 0;
        for (int i = 0; i < path.Length;)
        {
            if (IsByte(path, i))
            {
                bytes[at++] = (byte)(path[i++] - EscapeBase);
                continue;
            }

            int length = Rune.TryGetRuneAt(path, i, out var rune) ? rune.Utf16SequenceLength : 1;
            at += (length == 1 && char.IsSurrogate(path[i]) ? Rune.ReplacementChar : rune).EncodeToUtf8(bytes.AsSpan(at));
            i += length;
        }

        return bytes[..at];
    }

    /// <summary>Whether a text stands for bytes that are no UTF-8.</summary>
    public static bool HasBytes(string path)
    {
        for (int i = path.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < path.Length; i++)
        {
            if (IsByte(path, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with such bytes written as <c>\xE4</c>, for keys and messages; most texts come back as they are.</summary>
    public static string Readable(string path)
    {
        if (!HasBytes(path))
        {
            return path;
        }

        var text = new StringBuilder(path.Length + 16);
        for (int i = 0; i < path.Length; i++)
        {
            _ = IsByte(path, i) ? text.Append("\\x").Append((path[i] - EscapeBase).ToString("X2")) : text.Append(path[i]);
        }

        return text.ToString();
    }

    /// <summary>The text as <see cref="Readable"/>, fit for a message of one line.</summary>
    public static string Shown(string path) => TerminalText.Escape(Readable(path));

    static bool IsByte(string path, int i) => path[i] is >= '\uDC80' and <= '\uDCFF' && (i == 0 || !char.IsHighSurrogate(path[i - 1]));
}
