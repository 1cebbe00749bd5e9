using System;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Attributes;
using ParquetSharp;
using TrailLake.Columns;
using TrailLake.Parquet;
using TrailLake.Storage;

namespace TrailLake.Benchmarks.Writing;

/// <summary>
/// One row group of the corpus into a file: TrailLake's writer, which also orders rows, makes filters and hashes the file, beside
/// ParquetSharp, which gets its columns and levels ready-made, in scanning order, with the same compression. Neither flushes to the disk.
/// </summary>
public class SegmentWriterBenchmark : CorpusBenchmark
{
    readonly string _path = Path.Combine(Path.GetTempPath(), $"traillake-bench-{Environment.ProcessId}.parquet");
    readonly ParquetLakeFormat _format = new();
    readonly ColumnBatch _batch = new();
    YardstickColumn[] _columns = [];

    /// <summary>Fills what the writers write.</summary>
    [GlobalSetup(Targets = [nameof(TrailLake), nameof(ParquetSharp)])]
    public void Prepare() => Check();

    [Benchmark(Baseline = true)]
    public long TrailLake() => Write(complete: false);

    [Benchmark]
    public long ParquetSharp()
    {
        using var properties = new WriterPropertiesBuilder().Compression(Compression.Zstd).CompressionLevel(1).Build();
        using var schema = YardstickSchema.Make();
        using var file = new ParquetFileWriter(_path, schema, properties);
        using (var group = file.AppendRowGroup())
        {
            foreach (var column in _columns)
            {
                using var writer = group.NextColumn();
                column.Write(writer);
            }
        }

        file.Close();
        return new FileInfo(_path).Length;
    }

    public override void Check()
    {
        new CorpusPass(Corpus).Fill(_batch);
        _columns = [.. _batch.Columns.ToArray().Select(column => new YardstickColumn(column))];
        try
        {
            Write(complete: true);
            WrittenEvents.Read([_path]).Expect(Corpus.Answer, nameof(TrailLake));
            ParquetSharp();
            WrittenEvents.Read([_path]).Expect(Corpus.Answer, nameof(ParquetSharp));
        }
        finally
        {
            File.Delete(_path);
        }
    }

    [GlobalCleanup]
    public void Clean() => File.Delete(_path);

    long Write(bool complete)
    {
        using var writer = _format.CreateSegment(FolderStorage.CreateAt(_path));
        writer.WriteRowGroup(_batch).Dispose();
        return complete ? writer.Complete().Bytes : writer.Length;
    }
}
