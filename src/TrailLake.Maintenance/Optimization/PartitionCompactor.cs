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
        foreach (var file in plan.Files)
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

        var result = plan.Describe(_written.Count, _written.Sum(pair => pair.Summary.Bytes));
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
            replacement.Discard(_file);
        }

        foreach (var (file, _) in _written)
        {
            replacement.Discard(file);
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
            && RecordHashCheck.Find(format, file.File, key, isForeign: true, cancellation) is { Changed: > 0 and var changed })
        {
            throw LakeErrors.DamagedData(
                file.Path,
                FormattableString.Invariant($"was written by another program and has {changed} rows that are not what was ingested"));
        }

        bool isOfKey = format.ReadHashKey(file.File) == key.Id;
        using var reader = format.OpenSegment(file.File);
        var dropped = plan.Dropped.Rows.GetValueOrDefault(file);
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
            if (_batch.RowCount > 0 && _batch.RowCount + kept > options.RowGroupRows)
            {
                WriteRowGroup();
            }

            Read(reader, group, leftOut, isOfKey);
            all += rows;
            wanted += kept;
            if (_batch.RowCount >= options.RowGroupRows || _batch.MemoryUsed >= options.RowGroupMemory)
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
        rows.Long(FieldId.RecordHash).Replace(RecordIdentities.Hash(rows, key));
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
            _file = replacement.NewFile(plan.Key.Date, plan.Key.Account);
            _writer = format.CreateSegment(_file.Pending, key.Id);
            _writerRows = 0;
        }

        _batch.Seal();
        using (var placement = _writer.WriteRowGroup(_batch))
        {
            replacement.Index(_file!, _batch, placement);
        }

        _writerRows += _batch.RowCount;
        _batch.Reset();

        // Never a file that the next run would find small: of those that are written here, only the last may be.
        if (_writerRows >= Math.Max(options.FileRows, options.SmallRows)
            || _writer.Length >= Math.Max(options.FileBytes, options.SmallBytes))
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
        var batches = plan.Files.Select(file => file.Batch).Distinct().ToList();
        foreach (var (file, summary) in _written)
        {
            replacement.Complete(file, summary, batches.Count == 1 ? batches[0] : null);
        }

        _written.Clear();
        foreach (var file in plan.Files)
        {
            replacement.Remove(file);
        }

        foreach (var file in plan.Required)
        {
            replacement.Require(file);
        }

        if (plan.Duplicates > 0)
        {
            var run = new CopyRunBuilder(replacement.AddCopy, replacement.Id);
            var copies = plan.Dropped.Deliveries.OrderBy(copy => copy.CopyObject, StringComparer.Ordinal).ThenBy(copy => copy.CopyIndex);
            foreach (var copy in copies)
            {
                run.Add(copy.CopyObject, copy.CopyIndex, copy.KeptObject, copy.KeptIndex);
            }

            run.Flush();
            replacement.Deduct(new LakeDeduction(DeductionKind.Duplicate, plan.Key.Date, plan.Key.Account, plan.Duplicates, null));
        }
    }
}
