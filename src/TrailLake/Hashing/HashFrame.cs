using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>An object or array that is open while the values inside of it are hashed.</summary>
struct HashFrame
{
    /// <summary>Path to what it stands in.</summary>
    public Vector128<ulong> Path;

    /// <summary>Digest of its key.</summary>
    public Vector128<ulong> Key;

    /// <summary>Path to what stands in it.</summary>
    public Vector128<ulong> Inside;

    /// <summary>See <see cref="KeyPrefix.Head"/>.</summary>
    public uint Head;

    /// <summary>Which occurrence of its key it is, or its index in an array.</summary>
    public uint Number;

    /// <summary>Members or elements so far.</summary>
    public uint Count;

    /// <summary>An object, an array, or the record itself.</summary>
    public LeafKind Kind;

    /// <summary>Its keys.</summary>
    public SiblingKeys.Scope Keys;
}
