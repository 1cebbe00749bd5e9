using System.Globalization;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>A folder that a walk has yet to enter.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Key">Its key, with the slash at the end; empty for a root that is no part of an archive.</param>
/// <param name="Level">What its folders are.</param>
/// <param name="Year">Year, below the region.</param>
/// <param name="Month">Month, below the year.</param>
readonly record struct LocalFolder(string Path, string Key, LocalFolderLevel Level, int Year = 0, int Month = 0)
{
    /// <summary>
    /// A folder inside this one, or null when its days are not wanted. One that is no date where dates are expected is walked as a whole.
    /// </summary>
    public LocalFolder? Below(string name, KeyFilter filter)
    {
        var below = new LocalFolder(System.IO.Path.Combine(Path, name), KeyOf(name) + "/", LocalFolderLevel.Free);
        if (Number(name) is not { } number)
        {
            return below;
        }

        switch (Level)
        {
            case LocalFolderLevel.Region when number is >= 1 and <= 9999:
                bool year = number >= filter.FirstDay.Year && number <= filter.LastDay.Year;
                return year ? below with { Level = LocalFolderLevel.Year, Year = number } : null;
            case LocalFolderLevel.Year when number is >= 1 and <= 12:
                var first = new DateOnly(Year, number, 1);
                bool month = first <= filter.LastDay && first.AddDays(DateTime.DaysInMonth(Year, number) - 1) >= filter.FirstDay;
                return month ? below with { Level = LocalFolderLevel.Month, Year = Year, Month = number } : null;
            case LocalFolderLevel.Month when number >= 1 && number <= DateTime.DaysInMonth(Year, Month):
                return filter.WantsDay(new DateOnly(Year, Month, number)) ? below : null;
            default:
                return below;
        }
    }

    /// <summary>The key of what stands in this folder.</summary>
    public string KeyOf(string name) => Key + BytePath.Readable(name);

    /// <summary>Orders folders inside this one: Config's months and days lack the leading zero.</summary>
    public int Compare(string left, string right)
    {
        int byNumber = Level == LocalFolderLevel.Free ? 0 : (Number(left) ?? 0).CompareTo(Number(right) ?? 0);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(left, right);
    }

    static int? Number(string name) =>
        name.Length <= 4 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
