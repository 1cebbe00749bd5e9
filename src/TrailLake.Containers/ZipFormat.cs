using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>
/// Zip archives. What is in one stands at its end, so it is put into a temporary file first, which goes with the reader. One that was cut
/// off has no such list: then its members are read in the order in which they stand.
/// </summary>
sealed class ZipFormat : IContainerFormat
{
    public const string Encrypted = "it is encrypted: unpack the zip archive with its password, and ingest what it holds";

    public string Name => "zip archive";

    public bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && head[0] == 'P' && head[1] == 'K' && (head[2], head[3]) is (3, 4) or (5, 6) or (7, 8);

    public IContainerReader Open(Stream stored)
    {
        var file = SeekableCopy.Of(stored);
        try
        {
            return ZipContainerReader.Open(file);
        }
        catch (InvalidDataException)
        {
            file.Position = 0;
            return new TruncatedZipReader(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
