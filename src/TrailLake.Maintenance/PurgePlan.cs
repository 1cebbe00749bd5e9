namespace TrailLake.Maintenance;

/// <summary>What a purge takes out of the lake, or would.</summary>
/// <param name="Before">First UTC day that is kept.</param>
/// <param name="Account">The one account whose events go; null for all.</param>
/// <param name="Version">Version of the events table: that of the purge, or of the snapshot that was counted.</param>
/// <param name="Accounts">What goes, by account.</param>
sealed record PurgePlan(DateOnly Before, string? Account, long Version, IReadOnlyList<PurgedAccount> Accounts)
{
    /// <summary>Data files.</summary>
    public long Files => Accounts.Sum(account => account.Files);

    /// <summary>Events.</summary>
    public long Events => Accounts.Sum(account => account.Events);

    /// <summary>Size of the data files.</summary>
    public long Bytes => Accounts.Sum(account => account.Bytes);
}
