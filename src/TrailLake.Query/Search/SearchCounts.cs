using System.Globalization;

namespace TrailLake.Query.Search;

/// <summary>Which data files of events a session was spared, and by what. Skipped and opened ones together are those considered.</summary>
/// <param name="Considered">Data files of the snapshot.</param>
/// <param name="ByDate">Skipped: of days that the filter leaves out.</param>
/// <param name="ByAccount">Skipped: of accounts that the filter leaves out.</param>
/// <param name="ByStatistics">Skipped: of a day that is wanted in part, with times of its other part.</param>
/// <param name="ByIndex">Skipped: the index says that nothing that was asked for stands in them.</param>
/// <param name="Opened">Handed to DuckDB, which skips row groups on its own.</param>
sealed record SearchCounts(int Considered, int ByDate, int ByAccount, int ByStatistics, int ByIndex, int Opened)
{
    /// <summary>The counts as one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"data files: {Considered:N0} considered; skipped: {ByDate:N0} by date, {ByAccount:N0} by account, {ByStatistics:N0} by "
            + $"statistics, {ByIndex:N0} by index; {Opened:N0} opened");
}
