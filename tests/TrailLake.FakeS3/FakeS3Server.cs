using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.FakeS3;

/// <summary>
/// Answers ListObjectsV2, GetObject and HeadObject over plain sockets: it must cost little beside what a benchmark measures. Signatures are
/// not checked, so it listens on loopback only.
/// </summary>
sealed class FakeS3Server : IDisposable
{
    readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly CancellationTokenSource _stop = new();
    readonly Bucket _bucket;
    readonly FakeS3Options _options;
    long _requests;

    /// <summary>Starts it.</summary>
    public FakeS3Server(Bucket bucket, FakeS3Options? options = null)
    {
        _bucket = bucket;
        _options = options ?? new FakeS3Options();
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, _options.Port));
        _listener.Listen(1024);
        Endpoint = $"http://{_listener.LocalEndPoint}";
        _ = AcceptAsync(_stop.Token);
    }

    /// <summary>Starts it with a test's answers and an empty bucket.</summary>
    public FakeS3Server(Func<S3Request, S3Answer?> script)
        : this(new Bucket())
    {
        Script = script;
    }

    public string Endpoint { get; }

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Answers in the bucket's place, with faults and lies; null leaves a request to the bucket.</summary>
    public Func<S3Request, S3Answer?>? Script { get; set; }

    /// <summary>The bucket's answer.</summary>
    public S3Answer Answer(S3Request request)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            // Its body would be read as the next request.
            var refusal = S3Answer.Error(501, "NotImplemented");
            return refusal with { BreaksAfter = refusal.Length };
        }

        if (request.Bucket != _options.Name)
        {
            return S3Answer.Error(404, "NoSuchBucket");
        }

        return request.Key.Length == 0 ? S3Answer.Xml(ListPage.Of(_bucket, request.Query, _options))
            : _bucket.Find(request.Key) is { } found ? ObjectAnswer(request, found)
            : S3Answer.Error(404, "NoSuchKey");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    static S3Answer ObjectAnswer(S3Request request, StoredObject found)
    {
        if (request.Headers.TryGetValue("If-Match", out var expected) && expected != found.ETag && expected != "*")
        {
            return S3Answer.Error(412, "PreconditionFailed");
        }

        var range = new ByteRange(0, found.Size);
        var answer = new S3Answer
        {
            Status = 200,
            Headers = string.Create(
                CultureInfo.InvariantCulture,
                $"Content-Type: application/json\r\nETag: {found.ETag}\r\nLast-Modified: {found.LastModified:R}\r\n"),
        };
        if (request.Headers.TryGetValue("Range", out var text))
        {
            if (ByteRange.Parse(text, found.Size) is not { } part)
            {
                return S3Answer.Error(416, "InvalidRange");
            }

            range = part;
            var span = string.Create(CultureInfo.InvariantCulture, $"bytes {part.First}-{part.First + part.Length - 1}/{found.Size}");
            answer = answer.With("Content-Range", span) with { Status = 206 };
        }

        return found.Content is { } content
            ? answer with { Body = content.AsMemory((int)range.First, (int)range.Length) }
            : answer with { Path = found.Path, Range = range };
    }

    async Task AcceptAsync(CancellationToken cancel)
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
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Asked to stop.
        }
    }

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
                    var rest = buffer.AsMemory(filled);
                    var read = rest.IsEmpty ? 0 : await connection.ReceiveAsync(rest, cancel).ConfigureAwait(false);
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
                if (_options.Latency > TimeSpan.Zero)
                {
                    await Task.Delay(_options.Latency, cancel).ConfigureAwait(false);
                }

                if (request is null)
                {
                    return;
                }

                var answer = Script?.Invoke(request) ?? Answer(request);
                var headOnly = request.Method == "HEAD";
                var sender = new AnswerSender(connection, _options.BytesPerSecond);
                if (!await sender.SendAsync(answer, headOnly, cancel).ConfigureAwait(false) || request.Closes)
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
}
