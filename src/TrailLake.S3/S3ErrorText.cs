using System.Buffers;
using System.Net;
using System.Net.Http;
using System.Xml;
using Amazon.Runtime;
using TrailLake.Errors;
using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>Words for what S3 and its SDK answer: one line, with what to do.</summary>
static class S3ErrorText
{
    static readonly SearchValues<string> s_credentialWords =
        SearchValues.Create(["credential", "profile", "token", "IMDS", "AssumeRole"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Errors of requests that this layer translates; anything else is a fault of the program and passes.</summary>
    public static bool IsExpected(Exception error) =>
        error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or XmlException
            or TaskCanceledException { InnerException: TimeoutException };

    /// <summary>What concerns every request, not one object: the run cannot go on. Null for all else.</summary>
    public static TrailLakeException? Fatal(Exception error, string where)
    {
        string? message = Answer(error)?.ErrorCode switch
        {
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" =>
                "the AWS credentials have expired; sign in again (aws sso login, or new environment variables) and run again: "
                + "what is done is not repeated",
            "InvalidAccessKeyId" or "InvalidClientTokenId" or "InvalidToken" or "UnrecognizedClientException" =>
                "S3 does not know these AWS credentials; check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the profile",
            "SignatureDoesNotMatch" => "S3 does not accept the signature; check AWS_SECRET_ACCESS_KEY or the profile's secret key",
            "RequestTimeTooSkewed" => "this machine's clock differs too much from S3's; set it right and run again",
            _ => null,
        };
        if (message is null && Answer(error) is null && IsAboutCredentials(error))
        {
            message = $"no usable AWS credentials ({Short(error)}); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                + "give --profile, or run aws sso login";
        }

        return message is null ? null : OfSource(message, where, error);
    }

    /// <summary>Why the whole of a source cannot be read.</summary>
    public static TrailLakeException OfSource(Exception error, S3SourceOptions options)
    {
        string where = options.Location.ToString();
        if (Fatal(error, where) is { } fatal)
        {
            return fatal;
        }

        string who = options.Profile is { } profile
            ? $"profile '{profile}'"
            : "the credentials of the environment, default profile or instance";
        who = options.RoleArn is { } role ? $"role {role} on top of {who}" : who;
        string message = Answer(error) is { } service
            ? service.ErrorCode switch
            {
                "NoSuchBucket" => $"there is no bucket '{options.Location.Bucket}'; check the name"
                    + (options.EndpointUrl is { } url ? $" and the endpoint {url}" : ""),
                "AllAccessDisabled" => "all access to this bucket is disabled",
                _ when service.StatusCode == HttpStatusCode.Forbidden =>
                    $"listing is denied to {who}; allow s3:ListBucket on the bucket, or give a prefix that may be listed",
                _ => $"cannot be listed: {Describe(error)}",
            }
            : $"cannot be listed: {Describe(error)}";
        return OfSource(message, where, error);
    }

    /// <summary>Why an object cannot be read, as the error that the reader expects.</summary>
    public static Exception OfObject(Exception error, string uri)
    {
        if (Fatal(error, uri) is { } fatal)
        {
            return fatal;
        }

        string message = $"{TerminalText.Escape(uri)}: {Describe(error)}";
        bool isGone = Answer(error)?.StatusCode == HttpStatusCode.NotFound;
        return new IOException(message, isGone ? new FileNotFoundException(message, error) : error);
    }

    /// <summary>What happened to one prefix or object and what to do.</summary>
    public static string Describe(Exception error)
    {
        if (S3ProtocolException.In(error) is { } odd)
        {
            return odd.Message;
        }

        if (Answer(error) is not { } service)
        {
            return error is ArgumentException
                ? $"the server's answer is not as S3's are ({Short(error)})"
                : $"the connection failed ({Short(error)}); check network and endpoint, and run again";
        }

        return service.ErrorCode switch
        {
            "InvalidObjectState" =>
                "it is archived in Glacier and must be restored before it can be read (aws s3api restore-object); "
                + "run again when that is done",
            "NoSuchKey" => "it is gone: deleted since it was listed",
            "KMS.DisabledException" or "KMS.KMSInvalidStateException" => "its KMS key is disabled; enable the key and run again",
            _ => service.StatusCode switch
            {
                HttpStatusCode.Forbidden => "access is denied; allow s3:ListBucket and s3:GetObject, "
                    + "and kms:Decrypt where objects are encrypted with a KMS key",
                HttpStatusCode.NotFound => "it is gone: deleted since it was listed",
                HttpStatusCode.PreconditionFailed => "it was replaced since it was listed; run again to read the new one",
                HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests =>
                    "S3 refused to answer so often (SlowDown) that it was given up; run again, or fetch fewer objects at a time",
                _ => $"S3 answered {(int)service.StatusCode} {Short(service)}",
            },
        };
    }

    /// <summary>S3's own answer in an error; null when there was none, because the connection failed or nothing was sent.</summary>
    public static AmazonServiceException? Answer(Exception error)
    {
        for (var at = error; at is not null; at = at.InnerException)
        {
            // An answer that cannot be parsed was cut off on its way: its status says nothing.
            if (at is AmazonServiceException { StatusCode: not 0 } answer and not AmazonUnmarshallingException)
            {
                return answer;
            }
        }

        return null;
    }

    static bool IsAboutCredentials(Exception error) =>
        error is AmazonClientException && error.Message.AsSpan().ContainsAny(s_credentialWords);

    static TrailLakeException OfSource(string message, string where, Exception error) =>
        new(ErrorKind.Source, $"{TerminalText.Escape(where)}: {message}", where, error);

    /// <summary>What is missing of a source because of an error, which must not concern every request.</summary>
    /// <exception cref="TrailLakeException">It does.</exception>
    public static SourceProblem Problem(Exception error, string where, string missing) => Fatal(error, where) is { } fatal
        ? throw fatal
        : new SourceProblem(TerminalText.Escape(where), $"{Describe(error)}; {missing} is missing from this run");

    /// <summary>A server's text, fit for a message.</summary>
    public static string Excerpt(string text) => TerminalText.Escape(text.Length > 200 ? text[..200] + "…" : text);

    // The innermost message says most.
    static string Short(Exception error)
    {
        while (error is not AmazonServiceException && error.InnerException is { } inner)
        {
            error = inner;
        }

        return Excerpt(error.Message.Trim().ReplaceLineEndings(" "));
    }
}
