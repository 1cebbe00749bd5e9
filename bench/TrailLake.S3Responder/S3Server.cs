using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.S3Responder;

/// <summary>
/// Answers ListObjectsV2, GetObject and HeadObject over plain sockets: it must cost little beside what it measures. Signatures are not
/// checked, so it listens on loopback only.
/// </summary>
sealed class S3Server : IDisposable
{
    readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly Bucket _bucket;
    readonly string _name;
    readonly TimeSpan _latency;
    long _requests;

    /// <param name="port">Port, or 0 for a free one.</param>
    /// <param name="latency">Wait before each answer.</param>
    public S3Server(Bucket bucket, string name, int port, TimeSpan latency)
    {
        _bucket = bucket;
        _name = name;
        _latency = latency;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(1024);
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndPoint}");

    public long Requests => Interlocked.Read(ref _requests);

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(cancel).ConfigureAwait(false);
                client.NoDelay = true;
                _ = ServeAsync(client, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    public void Dispose() => _listener.Dispose();

    async Task ServeAsync(Socket client, CancellationToken cancel)
    {
        using var connection = client;
        var buffer = new byte[16 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end < 0)
                {
                    var read = filled == buffer.Length ? 0 : await connection.ReceiveAsync(buffer.AsMemory(filled), cancel).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return;
                    }

                    filled += read;
                    continue;
                }

                var request = S3Request.Parse(buffer.AsSpan(0, end));
                buffer.AsSpan(end + 4, filled - end - 4).CopyTo(buffer);
                filled -= end + 4;
                Interlocked.Increment(ref _requests);
                if (_latency > TimeSpan.Zero)
                {
                    await Task.Delay(_latency, cancel).ConfigureAwait(false);
                }

                if (request is null || !await AnswerAsync(connection, request, cancel).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client went away, or the server stops.
        }
    }

    async Task<bool> AnswerAsync(Socket connection, S3Request request, CancellationToken cancel)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            await SendErrorAsync(connection, request, 501, "NotImplemented", cancel).ConfigureAwait(false);

            // Its body would be read as the next request.
            return false;
        }

        if (request.Bucket != _name)
        {
            await SendErrorAsync(connection, request, 404, "NoSuchBucket", cancel).ConfigureAwait(false);
        }
        else if (request.Key.Length == 0)
        {
            var page = Encoding.UTF8.GetBytes(ListPage.Of(_bucket, _name, request.Query));
            await SendAsync(connection, request, 200, "Content-Type: application/xml\r\n", page.Length, page, cancel).ConfigureAwait(false);
        }
        else if (_bucket.Find(request.Key) is { } found)
        {
            await SendObjectAsync(connection, request, found, cancel).ConfigureAwait(false);
        }
        else
        {
            await SendErrorAsync(connection, request, 404, "NoSuchKey", cancel).ConfigureAwait(false);
        }

        return !request.Closes;
    }

    static async Task SendObjectAsync(Socket connection, S3Request request, StoredObject found, CancellationToken cancel)
    {
        if (request.Headers.TryGetValue("if-match", out var expected) && expected != found.ETag && expected != "*")
        {
            await SendErrorAsync(connection, request, 412, "PreconditionFailed", cancel).ConfigureAwait(false);
            return;
        }

        var range = new ByteRange(0, found.Size);
        var status = 200;
        var headers = string.Create(
            CultureInfo.InvariantCulture,
            $"Content-Type: application/json\r\nETag: {found.ETag}\r\nLast-Modified: {found.LastModified:R}\r\nAccept-Ranges: bytes\r\n");
        if (request.Headers.TryGetValue("range", out var text))
        {
            if (ByteRange.Parse(text, found.Size) is not { } part)
            {
                await SendErrorAsync(connection, request, 416, "InvalidRange", cancel).ConfigureAwait(false);
                return;
            }

            (range, status) = (part, 206);
            headers += string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {part.First}-{part.First + part.Length - 1}/{found.Size}\r\n");
        }

        if (request.Method == "HEAD")
        {
            await SendAsync(connection, request, status, headers, range.Length, [], cancel).ConfigureAwait(false);
            return;
        }

        await ObjectSender.SendAsync(connection, Head(status, headers, range.Length), found.Path, range, cancel).ConfigureAwait(false);
    }

    static Task SendErrorAsync(Socket connection, S3Request request, int status, string code, CancellationToken cancel)
    {
        var body = Encoding.UTF8.GetBytes($"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{code}</Message></Error>""");
        return SendAsync(connection, request, status, "Content-Type: application/xml\r\n", body.Length, body, cancel);
    }

    static async Task SendAsync(Socket connection, S3Request request, int status, string headers, long length, byte[] body, CancellationToken cancel)
    {
        var head = Head(status, headers, length);
        await ObjectSender.SendAllAsync(connection, request.Method == "HEAD" ? head : [.. head, .. body], cancel).ConfigureAwait(false);
    }

    static byte[] Head(int status, string headers, long length) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\nServer: TrailLake.S3Responder\r\nContent-Length: {length}\r\n{headers}\r\n"));
}
