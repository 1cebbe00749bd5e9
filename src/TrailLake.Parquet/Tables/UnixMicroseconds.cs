namespace TrailLake.Parquet.Tables;

/// <summary>Times as the files hold them.</summary>
static class UnixMicroseconds
{
    /// <summary>Microseconds since 1970, UTC.</summary>
    public static long Of(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
