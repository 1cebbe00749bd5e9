using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Ingest.Sources;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Pipeline;

/// <summary>What all rounds of an ingest share.</summary>
sealed class IngestRun(LakeStore store, ILogSource source, IngestOptions options)
{
    // What an open partition takes beside its rows is some 100 KB: buffers of 40 columns that are hardly used, and a set of event ids. All
    // that may be open take a quarter of the memory.
    const long BytesPerOpen = 512 << 10;

    public ILakeFormat Format { get; } = store.Format;

    /// <summary>The key of the lake's record hashes.</summary>
    public RecordHashKey Key { get; } = store.RecordHashKey;

    public ILogSource Source { get; } = source;

    public IngestOptions Options { get; } = options;

    public ColumnBatchPool Pool { get; } = new ColumnBatchPool(options.Jobs * 4);

    public IngestNotes Notes { get; } = new();

    /// <summary>Size at which a batch becomes a row group; a worker's batches together may be a quarter more.</summary>
    public long MostBatchBytes { get; } = Math.Max(4L << 20, options.Memory * 7 / 32 / options.Jobs);

    /// <summary>Partitions that a worker has open at most; records of others are deferred.</summary>
    public int MostOpen { get; } = options.MostOpenPartitions > 0
            ? options.MostOpenPartitions
            : (int)Math.Clamp(options.Memory / BytesPerOpen / options.Jobs, 16, 1 << 14);

    /// <summary>Bytes of deferred records that a worker holds in memory.</summary>
    public long MostDeferredBytes { get; } = Math.Clamp(options.Memory / 32, 1 << 16, 1 << 30);

    /// <summary>Bytes of records after which a batch's size is looked at: a few long records may be more than many others.</summary>
    public long MostUncheckedBytes => MostBatchBytes / 32;

    /// <summary>Whether a batch is to be written: it has reached its size, or would pass it with one more record like the last.</summary>
    /// <param name="bytes">Length of the record that was appended last.</param>
    public bool IsFull(ColumnBatch batch, int bytes) =>
        batch.RowCount >= Options.RowGroupRows || batch.MemoryUsed + Math.Min(bytes, MostBatchBytes / 2) >= MostBatchBytes;
}
