namespace TrailLake.Scanning;

/// <summary>States of a leaf after a scan.</summary>
enum ValueState : byte
{
    /// <summary>The key was not met. Values 0 to 3 are the definition level at which the leaf is missing.</summary>
    NotMet = 0,

    /// <summary>The key was met, but its value stands in unmapped only. Values 4 to 7; the low two bits are the definition level.</summary>
    MetUnmapped = 4,

    /// <summary>Text, as a slice of the scanned buffer.</summary>
    Text = 8,

    /// <summary>Text that had escapes, or JSON in a form that is easier to read, as a slice of the record's scratch.</summary>
    UnescapedText = 9,

    /// <summary>JSON as delivered, as a slice of the scanned buffer.</summary>
    Json = 10,

    True = 11,
    False = 12,

    /// <summary>eventTime; the value stands in <see cref="ScannedRecord.EventTime"/>.</summary>
    Time = 13,
}
