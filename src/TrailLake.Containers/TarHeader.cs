namespace TrailLake.Containers;

/// <summary>The block before each member of a tar file (POSIX.1-1988, ustar). Only its checksum shows damage in it.</summary>
static class TarHeader
{
    /// <summary>Bytes of a header, and of each block.</summary>
    public const int Length = 512;

    const int ChecksumAt = 148;
    const int ChecksumLength = 8;

    /// <summary>Whether the checksum is that of the header. Some old programs added up signed bytes; both sums are taken.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> header)
    {
        int unsigned = ChecksumLength * ' ';
        int signed = unsigned;
        for (int i = 0; i < Length; i++)
        {
            if (i is < ChecksumAt or >= ChecksumAt + ChecksumLength)
            {
                unsigned += header[i];
                signed += (sbyte)header[i];
            }
        }

        int told = 0;
        foreach (byte digit in header.Slice(ChecksumAt, ChecksumLength).Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            told = (told * 8) + digit - '0';
        }

        return told == unsigned || told == signed;
    }
}
