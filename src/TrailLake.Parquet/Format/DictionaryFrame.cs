namespace TrailLake.Parquet.Format;

/// <summary>
/// A part of a dictionary page that is compressed on its own. Zstandard's frames may follow one another, so that other readers inflate the page as
/// any other; one that knows where they begin need not inflate a dictionary of megabytes for an entry of it.
/// </summary>
/// <param name="Entries">Entries that it holds.</param>
/// <param name="Length">Its bytes, inflated.</param>
/// <param name="Compressed">Its bytes as they stand in the file.</param>
readonly record struct DictionaryFrame(int Entries, int Length, int Compressed);
