using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using TrailLake.Storage;

namespace TrailLake.Ingest.Deferral;

/// <summary>A temporary file of deferred records, sorted by partition, in sections that several threads can go through.</summary>
/// <param name="starts">Where each section begins, and at last where the last one ends.</param>
sealed class DeferredRun(string path, ImmutableArray<long> starts) : IDisposable
{
    /// <summary>How many sections a run has; a power of two.</summary>
    public const int Sections = 1 << SectionBits;

    /// <summary>
    /// Bytes of records that are compressed together. A longer record is a block of its own, of which the head is stored before the text:
    /// each run that is merged has a block in memory, but of such a record the head alone.
    /// </summary>
    public const int BlockBytes = 32 << 10;

    /// <summary>Before each block: its length, its stored length (the same when not compressed), the length of a head, or 0.</summary>
    public const int BlockHeader = 12;

    const int SectionBits = 4;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    public SafeFileHandle Handle { get; } = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>Bytes of the file.</summary>
    public long Length => starts[^1];

    /// <summary>Section of a partition.</summary>
    public static int SectionOf(ulong partition) => (int)(partition >> (64 - SectionBits));

    /// <summary>Where a section stands in the file.</summary>
    public (long Start, long End) Section(int number) => (starts[number], starts[number + 1]);

    /// <summary>Deletes the file.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        DurableFile.TryDelete(Path);
    }
}
