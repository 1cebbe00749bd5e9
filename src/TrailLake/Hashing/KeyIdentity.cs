using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>A key of an object, to find one that stands twice: the digest of its text, and its length.</summary>
readonly record struct KeyIdentity(Vector128<ulong> Digest, uint Head);
