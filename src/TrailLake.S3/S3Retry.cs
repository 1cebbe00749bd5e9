using System.Net;
using System.Net.Http;
using System.Xml;
using Amazon.Runtime;

namespace TrailLake.S3;

/// <summary>
/// Tries requests again that S3 refuses for the moment, each with its own growing pauses. Not the SDK's adaptive mode: measured with
/// AWSSDK.S3 4.0.104, one 503 to a new client empties its token bucket, and the request is given up after 12 s without being sent again.
/// Nor its standard mode alone: its retries share a quota that a run of hundreds of requests at once uses up in the first bad second.
/// </summary>
static class S3Retry
{
    const int FirstPause = 100;
    const int LongestPause = 10_000;

    /// <summary>Runs a request until it succeeds, fails for good, or was tried often enough.</summary>
    public static async Task<T> RunAsync<T>(int attempts, Func<Task<T>> request, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (Exception e) when (attempt < attempts && !cancellation.IsCancellationRequested && IsTransient(e))
            {
                int longest = (int)Math.Min(LongestPause, (long)FirstPause << Math.Min(attempt, 20));

                // A random part, so that requests refused together do not come back together.
                await Task.Delay((longest / 2) + Random.Shared.Next(longest / 2), cancellation);
            }
        }
    }

    static bool IsTransient(Exception error) => S3ProtocolException.In(error) is null && (S3ErrorText.Answer(error) is { } answer
        ? answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || answer.ErrorCode is "RequestTimeout" or "SlowDown"
        : error is HttpRequestException or TimeoutException or IOException or TaskCanceledException or AmazonUnmarshallingException
            or XmlException || error.InnerException is HttpRequestException or IOException);
}
