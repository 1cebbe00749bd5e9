using TrailLake.Tables;

namespace TrailLake.Query.Search;

/// <summary>A data file of events.</summary>
/// <param name="Path">Full path; its last folders are <c>date=…/account=…</c>.</param>
/// <param name="Date">UTC day of its events.</param>
/// <param name="Account">Account of its events.</param>
readonly record struct LakeFile(string Path, DateOnly Date, string Account)
{
    /// <summary>What the lake's log says of the file; null for a file that no log names: it is searched always.</summary>
    public DataFile? Source { get; init; }
}
