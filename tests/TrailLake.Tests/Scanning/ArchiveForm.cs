namespace TrailLake.Tests.Scanning;

/// <summary>How an archive of records is written.</summary>
/// <param name="Spacing">Blanks between tokens: see <see cref="DamagedArchive.Spacings"/>.</param>
/// <param name="Order">Order of a record's keys: see <see cref="DamagedArchive.Orders"/>.</param>
/// <param name="Wrapper">What stands around the records: see <see cref="DamagedArchive.Wrappers"/>.</param>
sealed record ArchiveForm(string Spacing, string Order, string Wrapper);
