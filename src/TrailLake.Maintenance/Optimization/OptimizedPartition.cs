namespace TrailLake.Maintenance.Optimization;

/// <summary>A day and account whose data files were written anew, or would.</summary>
/// <param name="Date">UTC day.</param>
/// <param name="Account">Account whose trail recorded the events.</param>
/// <param name="FilesBefore">Data files that were taken out.</param>
/// <param name="FilesAfter">Data files in their place; 0 in a plan, which does not know.</param>
/// <param name="BytesBefore">Size of the files that were taken out.</param>
/// <param name="BytesAfter">Size of the files in their place; 0 in a plan.</param>
/// <param name="Events">Rows of the files that were taken out; -1 when the log does not say.</param>
/// <param name="Duplicates">Rows that were left out, because the same record stands in another row of the day and account.</param>
public sealed record OptimizedPartition(
    DateOnly Date, string Account, int FilesBefore, int FilesAfter, long BytesBefore, long BytesAfter, long Events, long Duplicates);
