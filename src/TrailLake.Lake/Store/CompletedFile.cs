using System.Text;

namespace TrailLake.Store;

/// <summary>A data file of a batch that is complete, in little memory: a batch may have tens of thousands.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
/// <param name="DeliveredRows">Rows with a value in <c>delivered</c>.</param>
/// <param name="StatsBytes">Delta's statistics, UTF-8.</param>
readonly record struct CompletedFile(StagedFile File, long Bytes, string Sha256, long DeliveredRows, byte[] StatsBytes)
{
    /// <summary>Delta's statistics, as the log has them.</summary>
    public string Stats => Encoding.UTF8.GetString(StatsBytes);
}
