namespace TrailLake.Scanning;

/// <summary>A member of a record; slices of the scanned buffer.</summary>
struct RecordMember
{
    /// <summary><see cref="SchemaField.Order"/> of the schema's member; -1 for a key that the schema does not know.</summary>
    public int Order;

    // The key as delivered: without quotes, escapes included.
    public int KeyStart;
    public int KeyLength;

    // From behind the colon to the comma or brace: blanks may stand around the value.
    public int ValueStart;
    public int ValueEnd;
}
