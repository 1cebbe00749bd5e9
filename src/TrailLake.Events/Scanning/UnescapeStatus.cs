namespace TrailLake.Scanning;

/// <summary>Outcomes of unescaping a JSON string.</summary>
enum UnescapeStatus
{
    Done,

    /// <summary>JSON, but half of a surrogate pair stands alone: there is no UTF-8 text for it, and U+FFFD stands in its place.</summary>
    LoneSurrogate,

    /// <summary>Not a JSON string.</summary>
    Invalid,
}
