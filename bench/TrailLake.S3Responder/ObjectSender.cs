using System;
using System.Buffers;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.S3Responder;

/// <summary>Sends a head and a part of a file; a small object goes out in one call.</summary>
static class ObjectSender
{
    const int BufferSize = 64 * 1024;

    public static async Task SendAsync(Socket connection, byte[] head, string path, ByteRange range, CancellationToken cancel)
    {
        using var file = File.OpenHandle(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            head.CopyTo(buffer, 0);
            var filled = head.Length;
            var (at, left) = (range.First, range.Length);
            do
            {
                // Synchronous: the file is in the page cache, and an asynchronous read would cost a thread switch.
                var read = RandomAccess.Read(file, buffer.AsSpan(filled, (int)Math.Min(left, buffer.Length - filled)), at);
                at += read;
                left -= read;
                await SendAllAsync(connection, buffer.AsMemory(0, filled + read), cancel).ConfigureAwait(false);
                filled = 0;
            }
            while (left > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task SendAllAsync(Socket connection, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await connection.SendAsync(bytes, cancel).ConfigureAwait(false)..];
        }
    }
}
