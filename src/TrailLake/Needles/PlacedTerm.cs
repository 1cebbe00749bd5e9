namespace TrailLake.Needles;

/// <summary>A term of anything but ids: the index knows where in the row group it stands.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Granules">The granules in which it stands; see <see cref="NeedleGranules"/>.</param>
readonly record struct PlacedTerm(ulong Hash, ulong Granules) : INeedleTerm<PlacedTerm>
{
    public PlacedTerm With(PlacedTerm same) => new(Hash, Granules | same.Granules);
}
