namespace TrailLake.Scanning;

/// <summary>What a JSON scalar other than a string is.</summary>
enum ScalarKind : byte
{
    Invalid,
    Null,
    True,
    False,
    Number,
}
