namespace TrailLake.Scanning;

/// <summary>Kinds of JSON scalars other than strings.</summary>
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
