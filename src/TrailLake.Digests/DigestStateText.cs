namespace TrailLake.Digests;

/// <summary>States as they are printed and recorded.</summary>
static class DigestStateText
{
    /// <summary>For example <c>invalid-hash</c>.</summary>
    public static string Of(DigestState state) => state switch
    {
        DigestState.Valid => "valid",
        DigestState.InvalidHash => "invalid-hash",
        DigestState.InvalidSignature => "invalid-signature",
        DigestState.Moved => "moved",
        DigestState.Malformed => "malformed",
        DigestState.Missing => "missing",
        DigestState.KeyUnknown => "key-unknown",
        DigestState.Unsigned => "unsigned",
        DigestState.NotCovered => "not-covered",
        DigestState.Gap => "gap",
        DigestState.Unreadable => "unreadable",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
