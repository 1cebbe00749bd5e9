using System.Text;
using TrailLake.Errors;

namespace TrailLake.Ingest.Bodies;

/// <summary>Names forms of content that are not read, by their first bytes, and says what to do with them.</summary>
static class UnsupportedFormat
{
    const string Unpack = "unpack it, and ingest what it holds";
    const string Json = "ingest the JSON that CloudTrail delivered";

    /// <summary>The message: what it is and what to do; null when the bytes tell nothing.</summary>
    /// <param name="head">First bytes of a content that does not begin as JSON does.</param>
    public static string? Of(ReadOnlySpan<byte> head) => OfBytes(head) ?? OfText(TrimMark(head));

    static string? OfBytes(ReadOnlySpan<byte> head)
    {
        foreach (var (mark, name) in s_marks)
        {
            if (head.StartsWith(mark))
            {
                return name;
            }
        }

        return head.Length >= 262 && head[257..262].SequenceEqual("ustar"u8) ? $"a tar archive: {Unpack}" : null;
    }

    static readonly (byte[] Mark, string Name)[] s_marks =
    [
        ([0x50, 0x4B, 3, 4], $"a zip archive: {Unpack}"),
        ([0x50, 0x4B, 5, 6], "an empty zip archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], $"zstd: {Unpack} (zstd -d)"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], $"xz: {Unpack} (xz -d)"),
        ([.. "BZh"u8], $"bzip2: {Unpack} (bunzip2)"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], $"a 7z archive: {Unpack}"),
        ([.. "Rar!"u8], $"a RAR archive: {Unpack}"),
        ([4, 0x22, 0x4D, 0x18], $"lz4: {Unpack} (lz4 -d)"),
        ([0xFF, 6, 0, 0, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y'], $"snappy: {Unpack}"),
        ([.. "LZIP"u8], $"lzip: {Unpack}"),
        ([0x1F, 0x9D], $"a file of compress (.Z): {Unpack}"),
        ([.. "PAR1"u8], $"Parquet: it is a table that was made of records, not the records; {Json}"),
        ([.. "ORC"u8], $"ORC: it is a table that was made of records, not the records; {Json}"),
        ([.. "Obj\x01"u8], $"Avro: it is a table that was made of records, not the records; {Json}"),
        ([.. "SQLite format 3"u8], $"a SQLite database; {Json}"),
        ([0xD4, 0xC3, 0xB2, 0xA1], "a capture of network packets (pcap), no log of CloudTrail"),
        ([0xA1, 0xB2, 0xC3, 0xD4], "a capture of network packets (pcap), no log of CloudTrail"),
        ([0x0A, 0x0D, 0x0D, 0x0A], "a capture of network packets (pcapng), no log of CloudTrail"),
        ([.. "ElfFile"u8], "a log of Windows events (evtx), no log of CloudTrail"),
        ([0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program, no log of CloudTrail"),
        ([(byte)'M', (byte)'Z', 0x90, 0], "a program, no log of CloudTrail"),
        ([.. "%PDF"u8], "a PDF document, no log of CloudTrail"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a picture, no log of CloudTrail"),
        ([0xFF, 0xD8, 0xFF], "a picture, no log of CloudTrail"),
        ([.. "GIF8"u8], "a picture, no log of CloudTrail"),
        ([0xD0, 0xCF, 0x11, 0xE0], "a document of Office, no log of CloudTrail"),
        ([0xFF, 0xFE, 0, 0], "text in UTF-32: write it as UTF-8"),
        ([0, 0, 0xFE, 0xFF], "text in UTF-32: write it as UTF-8"),
    ];

    static string? OfText(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        // A number in angle brackets begins a line of syslog.
        if (text[0] == '<' && text.Length > 1 && !char.IsAsciiDigit((char)text[1]))
        {
            return OfMarkup(Encoding.Latin1.GetString(text));
        }

        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        var line = Encoding.Latin1.GetString(end < 0 ? text : text[..end]);
        if (CsvHeader.Describe(line) is { } csv)
        {
            return csv;
        }

        if (line.StartsWith("---", StringComparison.Ordinal) && text.IndexOf("\n|"u8) >= 0)
        {
            return "a table as the AWS CLI prints it, in which values are cut off: use --output json";
        }

        return IsYaml(line, text) ? "YAML, whose texts are quoted in a way of its own: use --output json of the AWS CLI" : null;
    }

    static bool IsYaml(string line, ReadOnlySpan<byte> text) =>
        line.TrimEnd() is "---" or "Events:" or "Records:" or "events:" || line.StartsWith("%YAML", StringComparison.Ordinal)
        || line.StartsWith("- CloudTrailEvent:", StringComparison.Ordinal) || text.IndexOf("\n  CloudTrailEvent: "u8) >= 0
        || text.IndexOf("\n- CloudTrailEvent: "u8) >= 0;

    static string OfMarkup(string text)
    {
        if (text.Contains("<Error>", StringComparison.Ordinal))
        {
            int code = text.IndexOf("<Code>", StringComparison.Ordinal);
            int end = code < 0 ? -1 : text.IndexOf("</Code>", code, StringComparison.Ordinal);
            string what = end < 0 ? "" : $" ({TerminalText.Escape(text[(code + 6)..Math.Min(end, code + 70)])})";
            return $"XML, an error of S3{what} in the place of the object: fetch it again";
        }

        return text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            ? $"a page in HTML, perhaps an error or a login in the place of the object; {Json}"
            : $"XML, no log of CloudTrail; {Json}";
    }

    static ReadOnlySpan<byte> TrimMark(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        return head.TrimStart(" \t\r\n"u8);
    }
}
