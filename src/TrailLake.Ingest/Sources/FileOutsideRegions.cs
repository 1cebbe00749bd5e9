namespace TrailLake.Ingest.Sources;

/// <summary>A file outside of regions' folders, sorted by account, delivery time and name; those without an account come last.</summary>
readonly record struct FileOutsideRegions(string? Account, DateTime Time, LocalFolder Folder, string Name) : IComparable<FileOutsideRegions>
{
    public int CompareTo(FileOutsideRegions other)
    {
        int order = (Account is null).CompareTo(other.Account is null);
        order = order != 0 ? order : string.CompareOrdinal(Account, other.Account);
        order = order != 0 ? order : Time.CompareTo(other.Time);
        order = order != 0 ? order : string.CompareOrdinal(Name, other.Name);
        return order != 0 ? order : string.CompareOrdinal(Folder.Key, other.Folder.Key);
    }
}
