using System.Security.Cryptography;

namespace TrailLake.Storage;

/// <summary>SHA-256 of files, as the log's tags and the ledger keep it: lower-case hex.</summary>
static class FileHash
{
    const int BufferSize = 1 << 20;

    public static string Compute(StoredFile file, CancellationToken cancellation = default)
    {
        using var reader = file.Open(isSequential: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (long offset = 0; reader.Read(buffer, offset) is var read and > 0; offset += read)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
