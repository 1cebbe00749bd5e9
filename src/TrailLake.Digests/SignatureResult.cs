namespace TrailLake.Digests;

/// <summary>Results of checking a signature.</summary>
enum SignatureResult
{
    /// <summary>There is no signature to check.</summary>
    None,

    /// <summary>There is no key to check it with.</summary>
    KeyUnknown,

    /// <summary>It is not of this content, or not by this key.</summary>
    Bad,
    Good,
}
