namespace TrailLake.Tables;

/// <summary>Takes one value of a text or JSON column as UTF-8.</summary>
/// <param name="place">Where it stands.</param>
delegate void TextVisitor(TextLocation place, ReadOnlySpan<byte> value);
