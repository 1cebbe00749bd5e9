using System.Net.Http;

namespace TrailLake.S3;

/// <summary>Bounds every answer but objects' bytes, in size and time, and follows no redirect but AWS's own to another region.</summary>
/// <param name="isOtherServer">Whether the user has named the server: then no other one is asked.</param>
/// <param name="stall">Time without a byte after which an answer is given up.</param>
sealed class S3ResponseGuard(HttpMessageHandler inner, bool isOtherServer, TimeSpan stall) : DelegatingHandler(inner)
{
    // A page of 1,000 keys of 1,024 bytes, each of them escaped, has some 4 MB.
    const int MostBytes = 16 << 20;

    readonly TimeSpan _stall = stall;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            RefuseRedirect(response);
            if (request.Method != HttpMethod.Head && !(response.IsSuccessStatusCode && IsForObject(request)))
            {
                response.Content = await BoundedAsync(response.Content, cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    static bool IsForObject(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.RequestUri?.Query is { } query
        && !query.Contains("list-type=", StringComparison.Ordinal) && !query.Contains("location", StringComparison.Ordinal);

    void RefuseRedirect(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (status is < 300 or >= 400 or 304)
        {
            return;
        }

        // AWS's 301 names a region in a header and no address; its 307 an address of its own.
        var location = response.Headers.Location;
        bool isAws = location is null || (location.IsAbsoluteUri
            && (location.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
                || location.Host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)));
        if (isOtherServer || !isAws)
        {
            string where = location is null ? "" : $" to {S3ErrorText.Excerpt(location.OriginalString)}";
            throw new S3ProtocolException($"the server sends this request elsewhere ({status}{where}), which is not followed; "
                + "if you trust that server, give its address with --endpoint-url");
        }
    }

    async Task<HttpContent> BoundedAsync(HttpContent content, CancellationToken cancellation)
    {
        using var before = content;
        await using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 14];
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            while (true)
            {
                stall.CancelAfter(_stall);
                int read = await stream.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                bytes.Write(buffer, 0, read);
                if (bytes.Length > MostBytes)
                {
                    throw new S3ProtocolException($"the server's answer is longer than {MostBytes >> 20} MB, "
                        + "where a page of a listing has at most 4; check the endpoint");
                }

                if (clock.Elapsed > 5 * _stall)
                {
                    throw new TimeoutException($"the answer had not come to its end after {clock.Elapsed.TotalSeconds:N0} s");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no byte of the answer came for {_stall.TotalSeconds:N0} s");
        }

        var whole = new ByteArrayContent(bytes.ToArray());
        foreach (var (name, values) in before.Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                whole.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return whole;
    }
}
