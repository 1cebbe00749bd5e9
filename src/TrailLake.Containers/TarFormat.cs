using System;
using System.IO;
using TrailLake.Ingest.Contents;

namespace TrailLake.Containers;

/// <summary>tar in all its forms: by the mark of POSIX and GNU, or by the checksum of the first header, which the oldest form has too.</summary>
sealed class TarFormat : IContainerFormat
{
    const int HeaderLength = 512;
    const int ChecksumAt = 148;
    const int ChecksumLength = 8;

    /// <inheritdoc/>
    public string Name => "tar file";

    /// <inheritdoc/>
    public bool Begins(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderLength || head[0] == 0)
        {
            return false;
        }

        if (head[257..262].SequenceEqual("ustar"u8))
        {
            return true;
        }

        int sum = ChecksumLength * ' ';
        for (int i = 0; i < HeaderLength; i++)
        {
            sum += i is >= ChecksumAt and < ChecksumAt + ChecksumLength ? 0 : head[i];
        }

        int told = 0;
        foreach (byte digit in head.Slice(ChecksumAt, ChecksumLength).Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            told = (told * 8) + digit - '0';
        }

        return told == sum;
    }

    /// <inheritdoc/>
    public IContainerReader Open(Stream stored) => new TarMembers(stored);
}
