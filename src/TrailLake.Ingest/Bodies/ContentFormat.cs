namespace TrailLake.Ingest.Bodies;

/// <summary>Tells by its first bytes what a content is.</summary>
static class ContentFormat
{
    /// <summary>Whether it begins as JSON does; most contents do, and two bytes tell.</summary>
    public static bool IsJson(ReadOnlySpan<byte> head) => head.Length >= 2 && head[0] switch
    {
        (byte)'{' => IsBlank(head[1]) || head[1] is (byte)'"' or (byte)'}',
        (byte)'[' => IsBlank(head[1]) || head[1] is (byte)'{' or (byte)'[' or (byte)']',
        _ => false,
    };

    public static bool IsGzip(ReadOnlySpan<byte> head) => head.Length >= 3 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8;

    /// <summary>By the mark of its byte order, which is not UTF-32's; or by an opening bracket, whose other byte is zero.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> head, out bool isBigEndian)
    {
        isBigEndian = false;
        if (head.Length < 4)
        {
            return false;
        }

        switch (head[0], head[1])
        {
            case (0xFF, 0xFE):
                return (head[2], head[3]) != (0, 0);
            case (0xFE, 0xFF):
                isBigEndian = true;
                return true;
            case ((byte)'{' or (byte)'[', 0):
                return head[2] != 0 && head[3] == 0;
            case (0, (byte)'{' or (byte)'['):
                isBigEndian = true;
                return head[2] == 0 && head[3] != 0;
            default:
                return false;
        }
    }

    static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
