namespace TrailLake.Needles;

/// <summary>A term of a column of ids, which has no granules; see <see cref="NeedleSectionEncoder"/>.</summary>
/// <param name="Hash">Its hash.</param>
readonly record struct NeedleTerm(ulong Hash) : INeedleTerm<NeedleTerm>
{
    public NeedleTerm With(NeedleTerm same) => this;
}
