using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>What is known beforehand of a record's member that the schema has; also the images of three values that it may have.</summary>
/// <param name="Leaf">Its leaf, or the first one below it.</param>
/// <param name="Stays">Whether one record after the other has the same text.</param>
readonly record struct FieldHash(
    MessagePrefix Prefix, int Leaf, bool IsStruct, bool Stays, Vector128<ulong> True, Vector128<ulong> False, Vector128<ulong> Null);
