namespace TrailLake.Scanning;

/// <summary>A member of a record; slices of the scanned buffer.</summary>
struct RecordMember
{
    /// <summary><see cref="Field.Order"/> of the schema's member; -1 for a key that the schema does not know.</summary>
    public int Order;

    /// <summary>First byte of the key, behind its quote.</summary>
    public int KeyStart;

    /// <summary>Length of the key as delivered, escapes included.</summary>
    public int KeyLength;

    /// <summary>Behind the colon: blanks may come before the value.</summary>
    public int ValueStart;

    /// <summary>What ends the value: a comma or brace, blanks may stand before it.</summary>
    public int ValueEnd;
}
