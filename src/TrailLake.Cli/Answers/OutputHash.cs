using System.Buffers.Binary;
using System.Security.Cryptography;
using TrailLake.Cli.Terminals;

namespace TrailLake.Cli.Answers;

/// <summary>Hashes an output as it is written, its lines one by one as well. Bytes that are written here go nowhere.</summary>
sealed class OutputHash : WriteOnlyStream
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly MemoryStream _line = new();
    readonly byte[] _lineHash = new byte[SHA256.HashSizeInBytes];
    UInt128 _high;
    UInt128 _low;
    string? _result;

    public long Bytes { get; private set; }

    /// <summary>SHA-256 of all bytes, lower-case hex. Nothing can be written after it was asked for.</summary>
    public string Sha256 => _result ??= Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <summary>
    /// Sum of the SHA-256 of the lines (two halves of 128 bits, each modulo 2^128), so that their order does not count. A comma at a line's
    /// end, which in JSON only the last line lacks, is left out.
    /// </summary>
    public string LinesSha256
    {
        get
        {
            if (_line.Length > 0)
            {
                EndLine();
            }

            return $"{_high:x32}{_low:x32}";
        }
    }

    public static OutputHash OfFile(string path)
    {
        var hash = new OutputHash();
        using var file = File.OpenRead(path);
        file.CopyTo(hash);
        return hash;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Bytes += buffer.Length;
        _hash.AppendData(buffer);
        for (var end = buffer.IndexOf((byte)'\n'); end >= 0; end = buffer.IndexOf((byte)'\n'))
        {
            _line.Write(buffer[..end]);
            EndLine();
            buffer = buffer[(end + 1)..];
        }

        _line.Write(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _line.Dispose();
        }

        base.Dispose(disposing);
    }

    void EndLine()
    {
        var line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        SHA256.HashData(line.EndsWith(","u8) ? line[..^1] : line, _lineHash);
        unchecked
        {
            _high += BinaryPrimitives.ReadUInt128BigEndian(_lineHash);
            _low += BinaryPrimitives.ReadUInt128BigEndian(_lineHash.AsSpan(16));
        }

        _line.SetLength(0);
    }
}
