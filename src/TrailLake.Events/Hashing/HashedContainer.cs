using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>An object or array that is open while the values inside of it are hashed.</summary>
struct HashedContainer
{
    // Paths to what it stands in, and to what stands in it.
    public Vector128<ulong> Path;
    public Vector128<ulong> Inside;

    // As in MessagePrefix.
    public Vector128<ulong> Key;
    public uint Head;

    /// <summary>Which occurrence of its key it is, or its index in an array.</summary>
    public uint Number;

    /// <summary>Members or elements so far.</summary>
    public uint Count;

    /// <summary>An object, an array, or the record itself.</summary>
    public HashedKind Kind;
    public SiblingKeys.Scope Keys;
}
