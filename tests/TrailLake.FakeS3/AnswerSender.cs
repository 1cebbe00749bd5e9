using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.FakeS3;

/// <summary>Sends answers; a small object goes out with its head in one call.</summary>
static class AnswerSender
{
    const int BufferSize = 64 * 1024;

    /// <summary>Sends an answer, without its body to a HEAD request.</summary>
    /// <returns>Whether the connection goes on.</returns>
    public static async Task<bool> SendAsync(Socket connection, S3Answer answer, bool headOnly, CancellationToken cancel)
    {
        if (answer.Status == 0)
        {
            return false;
        }

        var head = answer.Head();
        if (headOnly)
        {
            await SendAllAsync(connection, head, cancel).ConfigureAwait(false);
            return true;
        }

        var length = Math.Min(answer.Length, answer.BreaksAfter ?? answer.Length);
        if (answer.Chunks is { } chunks)
        {
            await SendAllAsync(connection, head, cancel).ConfigureAwait(false);
            await SendChunksAsync(connection, chunks, cancel).ConfigureAwait(false);
        }
        else if (answer.Path is null)
        {
            await SendAllAsync(connection, (byte[])[.. head, .. answer.Body.Span[..(int)length]], cancel).ConfigureAwait(false);
        }
        else
        {
            await SendFileAsync(connection, head, answer.Path, answer.Range with { Length = length }, cancel).ConfigureAwait(false);
        }

        return answer.BreaksAfter is null;
    }

    static async Task SendFileAsync(Socket connection, byte[] head, string path, ByteRange range, CancellationToken cancel)
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

    static async Task SendChunksAsync(Socket connection, IEnumerable<byte[]> chunks, CancellationToken cancel)
    {
        foreach (var chunk in chunks)
        {
            var size = Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await SendAllAsync(connection, (byte[])[.. size, .. chunk, .. "\r\n"u8], cancel).ConfigureAwait(false);
        }

        await SendAllAsync(connection, "0\r\n\r\n"u8.ToArray(), cancel).ConfigureAwait(false);
    }

    static async Task SendAllAsync(Socket connection, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await connection.SendAsync(bytes, cancel).ConfigureAwait(false)..];
        }
    }
}
