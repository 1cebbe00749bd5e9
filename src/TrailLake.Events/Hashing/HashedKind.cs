namespace TrailLake.Hashing;

/// <summary>Kinds of messages of the record hash. The numbers stand in hashes that lakes hold: they never change.</summary>
enum HashedKind
{
    Null = 0,
    True = 1,
    False = 2,

    /// <summary>A number: the text is its spelling.</summary>
    Number = 3,

    /// <summary>A string: the text is unescaped; half of a surrogate pair is written as UTF-8 would write it if it could.</summary>
    String = 4,

    /// <summary>An object; the length is its number of members.</summary>
    Object = 5,

    /// <summary>An array; the length is its number of elements.</summary>
    Array = 6,

    /// <summary>No leaf: the path to what is inside of an object or array.</summary>
    Path = 7,

    /// <summary>No leaf: the path that stands for the first bytes of a key that is longer than a message takes.</summary>
    LongKey = 8,

    /// <summary>The record itself; the length is its number of members.</summary>
    Record = 9,

    /// <summary>An eventID, apart from its record.</summary>
    EventId = 10,
}
