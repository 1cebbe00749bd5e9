namespace TrailLake.Hashing;

/// <summary>A key of an object, to find one that stands twice: what was added up of its text, and its length.</summary>
readonly record struct KeyIdentity(ulong Low, ulong High, uint Head);
