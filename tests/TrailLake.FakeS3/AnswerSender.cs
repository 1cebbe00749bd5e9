using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.FakeS3;

/// <summary>Sends an answer; a small object goes out with its head in one call.</summary>
/// <param name="bytesPerSecond">At most; 0 for no limit.</param>
sealed class AnswerSender(Socket connection, long bytesPerSecond)
{
    const int BufferSize = 64 * 1024;

    // Of the time in which nothing could be sent so much is caught up, which evens out delays that are too long. The rest is lost, as on a
    // line of that speed.
    static readonly TimeSpan s_caughtUp = TimeSpan.FromMilliseconds(10);

    readonly Stopwatch _clock = Stopwatch.StartNew();
    TimeSpan _free;

    /// <summary>Sends an answer, without its body to a HEAD request.</summary>
    /// <returns>Whether the connection goes on.</returns>
    public async Task<bool> SendAsync(S3Answer answer, bool headOnly, CancellationToken cancel)
    {
        if (answer.Status == 0)
        {
            return false;
        }

        var head = answer.Head();
        if (headOnly)
        {
            await SendAllAsync(head, cancel).ConfigureAwait(false);
            return true;
        }

        var length = Math.Min(answer.Length, answer.BreaksAfter ?? answer.Length);
        if (answer.Chunks is { } chunks)
        {
            await SendAllAsync(head, cancel).ConfigureAwait(false);
            await SendChunksAsync(chunks, cancel).ConfigureAwait(false);
        }
        else if (answer.Path is null)
        {
            await SendAllAsync((byte[])[.. head, .. answer.Body.Span[..(int)length]], cancel).ConfigureAwait(false);
        }
        else
        {
            await SendFileAsync(head, answer.Path, answer.Range with { Length = length }, cancel).ConfigureAwait(false);
        }

        return answer.BreaksAfter is null;
    }

    async Task SendFileAsync(byte[] head, string path, ByteRange range, CancellationToken cancel)
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
                await SendAllAsync(buffer.AsMemory(0, filled + read), cancel).ConfigureAwait(false);
                filled = 0;
            }
            while (left > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    async Task SendChunksAsync(IEnumerable<byte[]> chunks, CancellationToken cancel)
    {
        foreach (var chunk in chunks)
        {
            var size = Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await SendAllAsync((byte[])[.. size, .. chunk, .. "\r\n"u8], cancel).ConfigureAwait(false);
        }

        await SendAllAsync("0\r\n\r\n"u8.ToArray(), cancel).ConfigureAwait(false);
    }

    async Task SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytesPerSecond == 0 ? bytes : bytes[..Math.Min(bytes.Length, BufferSize)];
            var sent = await connection.SendAsync(part, cancel).ConfigureAwait(false);
            bytes = bytes[sent..];
            await KeepPaceAsync(sent, cancel).ConfigureAwait(false);
        }
    }

    async ValueTask KeepPaceAsync(int sent, CancellationToken cancel)
    {
        if (bytesPerSecond == 0)
        {
            return;
        }

        var now = _clock.Elapsed;
        _free = (_free > now - s_caughtUp ? _free : now - s_caughtUp) + TimeSpan.FromSeconds((double)sent / bytesPerSecond);
        var early = _free - now;
        if (early.TotalMilliseconds >= 1)
        {
            await Task.Delay(early, cancel).ConfigureAwait(false);
        }
    }
}
