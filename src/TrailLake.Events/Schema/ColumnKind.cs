namespace TrailLake.Schema;

/// <summary>Kinds of leaf columns.</summary>
enum ColumnKind
{
    /// <summary>Unescaped UTF-8 text.</summary>
    Text,

    /// <summary>
    /// JSON text as delivered, in a form that all readers take (<see cref="FieldId.Delivered"/>); SQL NULL when the key was absent, the
    /// text <c>null</c> when null was delivered.
    /// </summary>
    Json,

    /// <summary>UTC time in microseconds since 1970-01-01.</summary>
    Timestamp,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A 64-bit signed integer.</summary>
    Int64,

    /// <summary>A 32-bit signed integer; no column of events is one.</summary>
    Int32,

    /// <summary>Bytes of any kind; no column of events is one.</summary>
    Binary,
}
