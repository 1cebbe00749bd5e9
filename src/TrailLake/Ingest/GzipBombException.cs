using System.IO;

namespace TrailLake.Ingest;

/// <summary>An object inflates to more than any log would.</summary>
sealed class GzipBombException(long rawLength, long contentLength)
    : IOException($"{rawLength:N0} bytes of gzip inflate to more than {contentLength:N0}: no log file compresses so well, reading stopped")
{
}
