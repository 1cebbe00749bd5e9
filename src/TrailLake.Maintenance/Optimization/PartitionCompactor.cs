using System.Linq;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Maintenance.Verification;
using TrailLake.Schema;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Optimization;

/// <summary>
/// Writes the data files of one partition anew, and gives old and new ones to a replacement when all is written; else nothing.
/// </summary>
sealed class PartitionCompactor(
    LakeReplacement replacement, ILakeFormat format, RecordHashKey key, OptimizeOptions options, CompactionPlan plan) : IDisposable
{
    readonly LakeReplacement _replacement = replacement;
    readonly ILakeFormat _format = format;
    readonly RecordHashKey _key = key;
    readonly OptimizeOptions _options = options;
    readonly CompactionPlan _plan = plan;
    readonly List<(StagedFile File, SegmentSummary Summary)> _written = [];
    readonly ColumnBatch _batch = new();
    StagedFile? _file;
    ISegmentWriter? _writer;
    long _writerRows;

    /// <summary>Does it.</summary>
    /// <param name="done">Called after each file that was read.</param>
    /// <exception cref="Errors.TrailLakeException">
    /// A file is damaged or missing (kind Lake), or the disk refuses (kind Storage).
    /// </exception>
    public OptimizedPartition Run(Action<DataFile> done, CancellationToken cancellation)
    {
        long expected = 0;
        foreach (var file in _plan.Files)
        {
            expected += Append(file, cancellation);
            done(file);
        }

        WriteRowGroup();
        CompleteFile();
        long rows = _written.Sum(pair => pair.Summary.Rows);
        if (rows != expected)
        {
            throw new InvalidOperationException($"{expected} rows were read, {rows} were written.");
        }

        var result = _plan.Describe(_written.Count, _written.Sum(pair => pair.Summary.Bytes));
        HandOver();
        return result;
    }

    /// <summary>Removes what was written, unless all of it was handed over.</summary>
    public void Dispose()
    {
        _batch.Reset();
        _writer?.Dispose();
        if (_file is not null)
        {
            _replacement.Discard(_file);
        }

        foreach (var (file, _) in _written)
        {
            _replacement.Discard(file);
        }
    }

    // Returns how many rows of it are wanted.
    long Append(DataFile file, CancellationToken cancellation)
    {
        // What was damaged must not become whole by being written again under a new hash.
        if (FileCheck.Find(file.File, file.Bytes, file.Sha256, cancellation) is { } damage)
        {
            throw LakeErrors.DamagedData(file.Path, damage.Message);
        }

        if (file.IsForeign
            && RecordHashCheck.Find(_format, file.File, _key, isForeign: true, cancellation) is { Changed: > 0 and var changed })
        {
            throw LakeErrors.DamagedData(
                file.Path,
                FormattableString.Invariant($"was written by another program and has {changed} rows that are not what was ingested"));
        }

        bool isOfKey = _format.ReadHashKey(file.File) == _key.Id;
        using var reader = _format.OpenSegment(file.File);
        var dropped = _plan.Dropped.Rows.GetValueOrDefault(file);
        long all = 0;
        long wanted = 0;
        for (int group = 0; group < reader.RowGroups; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = reader.Rows(group);
            if (dropped?.Length < all + rows)
            {
                // Of a file whose number of rows the log does not say, those behind the last copy are not in it.
                Array.Resize(ref dropped, checked((int)all + rows));
            }

            var leftOut = dropped.AsSpan();
            leftOut = leftOut.IsEmpty ? leftOut : leftOut.Slice((int)all, rows);
            int kept = rows - leftOut.Count(true);
            if (_batch.RowCount > 0 && _batch.RowCount + kept > _options.RowGroupRows)
            {
                WriteRowGroup();
            }

            Read(reader, group, leftOut, isOfKey);
            all += rows;
            wanted += kept;
            if (_batch.RowCount >= _options.RowGroupRows || _batch.MemoryUsed >= _options.RowGroupMemory)
            {
                WriteRowGroup();
            }
        }

        return file.Rows < 0 || all == file.Rows
            ? wanted
            : throw LakeErrors.DamagedData(file.Path, FormattableString.Invariant($"has {all} rows, the log says {file.Rows}"));
    }

    /// <summary>Hashes that are not of the lake's key are made anew.</summary>
    void Read(ISegmentReader reader, int group, ReadOnlySpan<bool> leftOut, bool isOfKey)
    {
        if (isOfKey)
        {
            reader.Read(group, _batch, leftOut);
            return;
        }

        var rows = new ColumnBatch();
        reader.Read(group, rows, leftOut);
        rows.Seal();
        rows.Long(FieldId.RecordHash).Replace(RecordIdentities.Hash(rows, _key));
        _batch.AppendRows(rows);
        rows.Reset();
    }

    void WriteRowGroup()
    {
        if (_batch.RowCount == 0)
        {
            return;
        }

        if (_writer is null)
        {
            _file = _replacement.NewFile(_plan.Key.Date, _plan.Key.Account);
            _writer = _format.CreateSegment(_file.Pending, _key.Id);
            _writerRows = 0;
        }

        _batch.Seal();
        using (var placement = _writer.WriteRowGroup(_batch))
        {
            _replacement.Index(_file!, _batch, placement);
        }

        _writerRows += _batch.RowCount;
        _batch.Reset();

        // Never a file that the next run would find small: of those that are written here, only the last may be.
        if (_writerRows >= Math.Max(_options.FileRows, _options.SmallRows)
            || _writer.Length >= Math.Max(_options.FileBytes, _options.SmallBytes))
        {
            CompleteFile();
        }
    }

    void CompleteFile()
    {
        if (_writer is null)
        {
            return;
        }

        var summary = _writer.Complete();
        _writer.Dispose();
        _writer = null;
        _written.Add((_file!, summary));
        _file = null;
    }

    void HandOver()
    {
        var batches = _plan.Files.Select(file => file.Batch).Distinct().ToList();
        foreach (var (file, summary) in _written)
        {
            _replacement.Complete(file, summary, batches.Count == 1 ? batches[0] : null);
        }

        _written.Clear();
        foreach (var file in _plan.Files)
        {
            _replacement.Remove(file);
        }

        foreach (var file in _plan.Required)
        {
            _replacement.Require(file);
        }

        if (_plan.Duplicates > 0)
        {
            var run = new CopyRunBuilder(_replacement.AddCopy, _replacement.Id);
            var copies = _plan.Dropped.Deliveries.OrderBy(copy => copy.CopyObject, StringComparer.Ordinal).ThenBy(copy => copy.CopyIndex);
            foreach (var copy in copies)
            {
                run.Add(copy.CopyObject, copy.CopyIndex, copy.KeptObject, copy.KeptIndex);
            }

            run.Flush();
            _replacement.Deduct(new LakeDeduction(DeductionKind.Duplicate, _plan.Key.Date, _plan.Key.Account, _plan.Duplicates, null));
        }
    }
}
