namespace TrailLake.Ingest.Bodies;

/// <summary>An object inflates to more than any log would.</summary>
sealed class GzipBombException : IOException
{
    public GzipBombException(long rawLength, long contentLength)
        : base($"{rawLength:N0} bytes inflate to more than {contentLength:N0}: no log file compresses so well, reading stopped")
    {
    }

    public GzipBombException(long rawLength, long count, string what)
        : base($"{rawLength:N0} bytes hold more than {count:N0} {what}: reading stopped")
    {
    }
}
