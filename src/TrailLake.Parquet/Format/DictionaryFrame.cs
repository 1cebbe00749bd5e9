namespace TrailLake.Parquet.Format;

/// <summary>
/// A part of a dictionary page that is compressed on its own: a reader that knows where the frames begin need not inflate megabytes for one
/// entry. Zstandard's frames may follow one another, so other readers inflate the page as any other.
/// </summary>
/// <param name="Length">Its bytes, inflated.</param>
/// <param name="Compressed">Its bytes as they stand in the file.</param>
readonly record struct DictionaryFrame(int Entries, int Length, int Compressed);
