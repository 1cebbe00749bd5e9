using TrailLake.Tables.Rows;

namespace TrailLake.Index;

/// <summary>A term of anything but ids, and where in the row group it stands.</summary>
/// <param name="Hash">The term's hash in its place.</param>
/// <param name="Granules">The granules in which it stands; see <see cref="RowGranules"/>.</param>
readonly record struct Posting(ulong Hash, ulong Granules) : ITerm<Posting>
{
    public Posting With(Posting same) => new(Hash, Granules | same.Granules);
}
