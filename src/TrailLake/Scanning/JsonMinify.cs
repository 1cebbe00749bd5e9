using System;

namespace TrailLake.Scanning;

/// <summary>Takes the blanks between the tokens out of well-formed JSON.</summary>
static class JsonMinify
{
    /// <summary>Copies without blanks; returns the length written. The target must be as long as the source.</summary>
    public static int Minify(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        bool inString = false;
        for (int i = 0; i < source.Length; i++)
        {
            byte b = source[i];
            if (inString)
            {
                target[written++] = b;
                if (b == '\\')
                {
                    target[written++] = source[++i];
                }
                else if (b == '"')
                {
                    inString = false;
                }
            }
            else if (b > ' ')
            {
                target[written++] = b;
                inString = b == '"';
            }
        }

        return written;
    }
}
