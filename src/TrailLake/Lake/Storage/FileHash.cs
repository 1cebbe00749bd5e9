using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;

namespace TrailLake.Lake.Storage;

/// <summary>SHA-256 of files, as the log's tags and the ledger keep it: lower-case hex.</summary>
static class FileHash
{
    const int BufferSize = 1 << 20;

    public static string Compute(string path, CancellationToken cancellation = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        while (file.Read(buffer) is var read and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
