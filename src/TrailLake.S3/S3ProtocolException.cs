namespace TrailLake.S3;

/// <summary>An answer that no S3 server gives: asking again would bring the same. The message is for a person.</summary>
sealed class S3ProtocolException(string message) : IOException(message)
{
    public static S3ProtocolException? In(Exception? error)
    {
        while (error is not null and not S3ProtocolException)
        {
            error = error.InnerException;
        }

        return (S3ProtocolException?)error;
    }
}
