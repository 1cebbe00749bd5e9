using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>What is known beforehand of a record's member that the schema has.</summary>
/// <param name="Prefix">What the messages about it begin with.</param>
/// <param name="Leaf">Its leaf, or the first one below it.</param>
/// <param name="IsStruct">Whether it is a struct.</param>
/// <param name="Stays">Whether one record after the other has the same text.</param>
/// <param name="True">Image of the leaf <c>true</c>.</param>
/// <param name="False">Image of the leaf <c>false</c>.</param>
/// <param name="Null">Image of the leaf <c>null</c>.</param>
readonly record struct FieldHash(
    KeyPrefix Prefix, int Leaf, bool IsStruct, bool Stays, Vector128<ulong> True, Vector128<ulong> False, Vector128<ulong> Null);
