using System.Security.Cryptography;
using System.Text;
using TrailLake.Query.Search;

namespace TrailLake.Answers.Evidence;

/// <summary>Which state of which lake was asked.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Version">Version of the events table.</param>
/// <param name="Batches">Batches that were committed by then.</param>
/// <param name="BatchesSha256">SHA-256 of their ids, sorted, each with a line feed: two lakes with the same have the same content.</param>
sealed record EvidenceLake(string Directory, long Version, int Batches, string BatchesSha256)
{
    /// <summary>The state of some files.</summary>
    public static EvidenceLake Of(LakeFiles files, long version) =>
        new(files.Directory, version, files.Batches.Count, Hash(files.Batches));

    static string Hash(IEnumerable<string> batches) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(batches.Order(StringComparer.Ordinal).Select(batch => batch + "\n")))));
}
