using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Writing;

/// <summary>Writes the levels at the start of a data page (v1): length, then the hybrid encoding. A maximum of 0 has none.</summary>
static class Levels
{
    public static void Write(ReadOnlySpan<byte> levels, int max, ByteBuffer page)
    {
        if (max > 0)
        {
            int start = Begin(page);
            RleEncoder.Encode(levels, BitPacker.Width((ulong)max), page);
            End(page, start);
        }
    }

    public static void WriteRun(byte level, int count, int max, ByteBuffer page)
    {
        if (max > 0)
        {
            int start = Begin(page);
            RleEncoder.EncodeRun(level, count, BitPacker.Width((ulong)max), page);
            End(page, start);
        }
    }

    static int Begin(ByteBuffer page)
    {
        page.WriteInt32(0);
        return page.Length;
    }

    static void End(ByteBuffer page, int start) => page.PatchInt32(start - sizeof(int), page.Length - start);
}
