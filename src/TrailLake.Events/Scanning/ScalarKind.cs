namespace TrailLake.Scanning;

/// <summary>What a JSON scalar other than a string is.</summary>
enum ScalarKind : byte
{
    Null,
    True,
    False,
    Number,

    /// <summary>A number that some readers of JSON do not take; see <see cref="JsonNumber"/>.</summary>
    WideNumber,
    Invalid,
}
