namespace TrailLake.Hashing;

/// <summary>The begin of the messages about one place of a record: the path to its container and its key, added up already.</summary>
struct KeyPrefix
{
    /// <summary>The sum so far; what kind of message it is comes in its second pair, the value's text behind the key's.</summary>
    public UniversalSum Sum;

    /// <summary>What the second pair says of the key: bits 4 to 7 that it is an element's index, 8 to 31 the length of its text.</summary>
    public uint Head;

    /// <summary>Which word of the key the value's text meets first; 0 while the prefix is not made.</summary>
    public int NextWord;
}
