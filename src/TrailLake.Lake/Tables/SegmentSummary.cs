using System.Collections.Immutable;

namespace TrailLake.Tables;

/// <summary>The summary of a completed segment.</summary>
/// <param name="Rows">Rows of all row groups.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
/// <param name="Leaves">Statistics by leaf, in the order of <see cref="Schema.CloudTrailSchema.Leaves"/>.</param>
sealed record SegmentSummary(long Rows, long Bytes, string Sha256, ImmutableArray<LeafStatistics> Leaves)
{
    /// <summary>Rows with a value in the column <c>delivered</c>.</summary>
    public long DeliveredRows => Rows - Leaves[(int)Schema.FieldId.Delivered].NullCount;
}
