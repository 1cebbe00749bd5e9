using TrailLake.Columns;

namespace TrailLake.Ingest;

/// <summary>What becomes of a record.</summary>
/// <param name="Verdict">What it is to those that were there before.</param>
/// <param name="Batch">Where its row goes; null for a copy.</param>
/// <param name="KeptObject">For a copy, the object of the record that was kept; null when that does not matter.</param>
/// <param name="KeptIndex">For a copy, which record of that object was kept.</param>
readonly record struct PlacedRecord(EventIdVerdict Verdict, ColumnBatch? Batch, string? KeptObject = null, long KeptIndex = 0)
{
    /// <summary>A record that is passed over.</summary>
    public static PlacedRecord PassedOver => new(EventIdVerdict.Copy, null);
}
