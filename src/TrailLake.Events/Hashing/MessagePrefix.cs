using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>What the messages about one place of a record begin with: the path to its container, and its key, added up already.</summary>
struct MessagePrefix
{
    /// <summary>The path: 128 bits that stand for the container; zero in the record itself.</summary>
    public Vector128<ulong> Path;

    /// <summary>Digest of the key's text; zero for an element of an array.</summary>
    public Vector128<ulong> Key;

    /// <summary>What the first block says of the key: bit 4 that it is an element's index, bits 8 to 31 the length of its text.</summary>
    public uint Head;

    /// <summary>Which word of the universal key the value's text meets first.</summary>
    public int NextWord;
}
