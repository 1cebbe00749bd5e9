using System;

namespace TrailLake.Ingest;

/// <summary>A file outside of a region's folder, with what it is sorted by: account, delivery time, name; those without an account last.</summary>
readonly record struct LooseFile(string? Account, DateTime Time, LocalFolder Folder, string Name) : IComparable<LooseFile>
{
    /// <inheritdoc/>
    public int CompareTo(LooseFile other)
    {
        int byAccount = (Account is null, other.Account is null) switch
        {
            (false, true) => -1,
            (true, false) => 1,
            _ => string.CompareOrdinal(Account, other.Account),
        };
        if (byAccount != 0)
        {
            return byAccount;
        }

        int byTime = Time.CompareTo(other.Time);
        if (byTime != 0)
        {
            return byTime;
        }

        int byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(Folder.Key, other.Folder.Key);
    }
}
