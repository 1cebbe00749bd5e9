using TrailLake.Query.Search;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>One thread's part of a search: finds the rows of a row group, then hands them over chunk by chunk.</summary>
sealed class RowScanWorker : IDisposable
{
    readonly RowScan _scan;
    readonly IRowReader _reader;
    readonly VectorWriter[] _columns;
    readonly RowSet _within = new();
    readonly RowSet _found = new();
    readonly int _most = (int)DuckDBTableFunctions.VectorSize();
    readonly int[] _rows;
    LakeFile _file;
    int _fileNumber = -1;
    ulong[][] _granules = []; // of that file: for each term those of each row group
    int _nextRow = -1; // the first row of the row group that was not handed over; -1 when none is left

    public RowScanWorker(RowScan scan, IRowReader reader)
    {
        _scan = scan;
        _reader = reader;
        _rows = new int[_most];
        _columns = new VectorWriter[scan.Columns.Count];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = VectorWriter.Create(scan.Columns[i], scan.Statement.Members);
        }
    }

    /// <summary>Fills a chunk; it stays empty at the end.</summary>
    public void Fill(nint chunk)
    {
        // Most row groups have a row or a few: a chunk takes the rows of many.
        var filled = 0;
        while (filled < _most && (_nextRow >= 0 || Advance()))
        {
            var count = 0;
            for (; count < _most - filled && _nextRow >= 0; _nextRow = _found.Next(_nextRow + 1))
            {
                _rows[count++] = _nextRow;
            }

            for (var i = 0; i < _columns.Length; i++)
            {
                _columns[i].Write(DuckDBTableFunctions.Vector(chunk, (ulong)i), filled, _rows.AsSpan(0, count), _reader, _file);
            }

            filled += count;
        }

        DuckDBTableFunctions.SetSize(chunk, (ulong)filled);
    }

    public void Dispose() => _reader.Dispose();

    void Find(EventBytePattern pattern)
    {
        foreach (var column in pattern.Columns)
        {
            _reader.Find(column, pattern.Texts, _within, _found);
        }
    }

    // Goes to the next row group that has a row.
    bool Advance()
    {
        while (_scan.TryTake(out var next))
        {
            // DuckDB asks only between chunks, and a chunk takes the rows of many files.
            _scan.Statement.Cancellation.ThrowIfCancellationRequested();
            var file = _scan.Search.Files[next.File];
            _file = file.File;
            if (next.File != _fileNumber)
            {
                _fileNumber = next.File;
                _granules = _scan.Search.Granules(file);
            }

            if (Array.TrueForAll(_granules, ofTerm => ofTerm[next.RowGroup] == 0))
            {
                continue;
            }

            _reader.Open(file.Rows, next.RowGroup);
            var rows = file.Rows.Rows(next.RowGroup);
            _found.Reset(rows);
            for (var i = 0; i < _granules.Length; i++)
            {
                _within.Reset(rows);
                _within.AddGranules(_granules[i][next.RowGroup]);
                if (!_within.IsEmpty)
                {
                    Find(_scan.Search.Terms[i].Pattern!);
                }
            }

            _nextRow = _found.Next(0);
            if (_nextRow >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
