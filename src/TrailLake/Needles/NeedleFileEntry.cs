using System.Collections.Generic;

namespace TrailLake.Needles;

/// <summary>What an index file knows of one data file.</summary>
/// <param name="PathHash">Hash of the data file's path in the events table.</param>
/// <param name="Bytes">Size of the data file: another size is another file.</param>
/// <param name="Sections">One for each row group.</param>
sealed record NeedleFileEntry(ulong PathHash, long Bytes, IReadOnlyList<NeedleSectionEntry> Sections);
