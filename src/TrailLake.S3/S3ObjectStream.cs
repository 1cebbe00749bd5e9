using Amazon.Runtime;
using Amazon.S3.Model;
using TrailLake.Errors;
using TrailLake.Ingest.Sources;
using TrailLake.Storage;

namespace TrailLake.S3;

/// <summary>An object's bytes as they come. A connection that breaks, stalls or ends too early is resumed from where it stopped.</summary>
sealed class S3ObjectStream(S3ObjectReader objects, S3SourceOptions options, LogObject item, string key, GetObjectResponse response)
    : ForwardStream
{
    // Never written to: there is nothing left to read when it is used.
    static readonly byte[] s_end = new byte[1];

    readonly LogObject _item = item;
    readonly long _length = item.Size >= 0 ? item.Size : response.ContentLength;

    // Owned; replaced when the object is resumed.
    GetObjectResponse? _response = response;
    long _position;
    int _failures;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_position < _length && buffer.Length > 0)
        {
            _response ??= await objects.GetAsync(_item, key, _position, _length - _position, cancellationToken);
            int read = 0;
            Exception? error = null;
            try
            {
                read = await ReadOnceAsync(buffer, cancellationToken);
            }
            catch (Exception e)
                when (!cancellationToken.IsCancellationRequested && (S3ErrorText.IsExpected(e) || e is OperationCanceledException))
            {
                error = e;
            }

            if (read > 0)
            {
                _position += read;
                _failures = 0;
                return _position < _length || await IsSoundAsync()
                    ? read
                    : throw new S3ETagMismatchException(
                        $"{TerminalText.Escape(_item.Uri)}: the bytes that came are not those of its ETag; run again");
            }

            Drop();
            if (++_failures >= options.Attempts)
            {
                throw new IOException(
                    $"{TerminalText.Escape(_item.Uri)}: the connection ended after {_position} of {_length} bytes, {_failures} times; "
                    + "check the network and run again",
                    error);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50 << Math.Min(_failures, 6)), cancellationToken);
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <remarks>No thread waits for the network: who reads synchronously reads through a <see cref="ReadAheadStream"/>.</remarks>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Drop();
        }

        base.Dispose(disposing);
    }

    async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        // The HTTP client's own limit ends when the headers are there: a body may stall for ever.
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(TimeSpan.FromSeconds(options.StallSeconds));
        return await _response!.ResponseStream.ReadAsync(buffer, stall.Token);
    }

    // The SDK compares a whole object with its MD5, where the ETag is one: at the read after the last byte, or else on disposal, where
    // nobody expects an error.
    async ValueTask<bool> IsSoundAsync()
    {
        try
        {
            return await _response!.ResponseStream.ReadAsync(s_end) == 0;
        }
        catch (AmazonClientException)
        {
            return false;
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e))
        {
            // All bytes are there already.
            return true;
        }
    }

    void Drop()
    {
        Discard(_response);
        _response = null;
    }

    /// <summary>Leaves an answer, wherever it is.</summary>
    public static void Discard(GetObjectResponse? response)
    {
        try
        {
            response?.Dispose();
        }
        catch (AmazonClientException)
        {
            // The check of the hash again, of an object that was left before its end or is known to be damaged.
        }
    }
}
