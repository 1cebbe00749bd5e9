using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Columns;
using TrailLake.Parquet;
using TrailLake.Storage;

namespace TrailLake.Benchmarks.Allocations;

/// <summary>The stages whose allocations are gated, over one corpus. All of them run on the calling thread.</summary>
sealed class MeasuredStages(Corpus corpus) : IDisposable
{
    readonly CorpusPass _pass = new(corpus);
    readonly ColumnBatch _batch = new();
    readonly ParquetLakeFormat _format = new();
    readonly string _path = Path.Combine(Path.GetTempPath(), $"traillake-allocations-{Environment.ProcessId}.parquet");

    /// <summary>In this order: what the second leaves in the batch, the third writes.</summary>
    public IReadOnlyList<(string Name, Action Run)> All =>
        [("scan", () => _pass.Scan()), ("columns", () => _pass.Fill(_batch)), ("write", Write)];

    public void Dispose() => File.Delete(_path);

    void Write()
    {
        using var writer = _format.CreateSegment(FolderStorage.CreateAt(_path));
        writer.WriteRowGroup(_batch).Dispose();
        writer.Complete();
    }
}
