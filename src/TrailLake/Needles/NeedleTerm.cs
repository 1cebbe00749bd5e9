namespace TrailLake.Needles;

/// <summary>A term of a column of ids: each stands in about one row, so that its granules would take more bytes than they save.</summary>
/// <param name="Hash">Its hash.</param>
readonly record struct NeedleTerm(ulong Hash) : INeedleTerm<NeedleTerm>
{
    public NeedleTerm With(NeedleTerm same) => this;
}
