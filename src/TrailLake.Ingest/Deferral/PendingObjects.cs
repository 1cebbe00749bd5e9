using System.Globalization;
using System.Runtime.InteropServices;
using TrailLake.Storage;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Deferral;

/// <summary>Ledger rows that wait until their deferred records are told from copies; in files when many. Thread-safe.</summary>
/// <param name="format">Writes and reads the rows.</param>
/// <param name="folder">Folder for the temporary files.</param>
/// <param name="batch">Id of the batch, for their names.</param>
/// <param name="mostRows">Rows in memory before they are written to a file: about 10 MB.</param>
sealed class PendingObjects(ILakeFormat format, string folder, string batch, int mostRows = 20_000) : IDisposable
{
    readonly Lock _lock = new();
    readonly List<Counts> _counts = [];
    readonly List<ObjectRow> _rows = [];
    readonly List<int> _numbers = []; // of the objects whose rows have come, in the order of their rows
    readonly List<string> _slices = [];

    /// <summary>Gives an object a number.</summary>
    public int Begin()
    {
        lock (_lock)
        {
            _counts.Add(default);
            return _counts.Count - 1;
        }
    }

    /// <summary>Takes an object's row, in which its deferred records are counted as records and as nothing else.</summary>
    public void Add(int number, ObjectRow row)
    {
        lock (_lock)
        {
            _numbers.Add(number);
            _rows.Add(row);
            if (_rows.Count == mostRows)
            {
                Spill();
            }
        }
    }

    /// <summary>Counts a deferred record.</summary>
    public void Count(int number, EventIdMatch verdict)
    {
        lock (_lock)
        {
            ref var counts = ref CollectionsMarshal.AsSpan(_counts)[number];
            counts = verdict == EventIdMatch.Copy
                ? counts with { Duplicates = counts.Duplicates + 1 }
                : counts with { Events = counts.Events + 1 };
        }
    }

    /// <summary>Puts the rows into the ledger. To be called when all deferred records have been counted.</summary>
    public void Resolve(LakeBatch target)
    {
        lock (_lock)
        {
            int next = 0;
            foreach (var slice in _slices)
            {
                foreach (var row in format.ReadObjects(FolderStorage.FileAt(slice)))
                {
                    target.AddObject(Complete(row, next++));
                }
            }

            foreach (var row in _rows)
            {
                target.AddObject(Complete(row, next++));
            }

            _rows.Clear();
        }
    }

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _slices.ForEach(static slice => DurableFile.TryDelete(slice));
            _slices.Clear();
        }
    }

    ObjectRow Complete(ObjectRow row, int place)
    {
        var counts = _counts[_numbers[place]];
        return row with { Events = row.Events + counts.Events, Duplicates = row.Duplicates + counts.Duplicates };
    }

    void Spill()
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{batch}-pending-{_slices.Count}.tmp"));
        _slices.Add(path);
        try
        {
            Directory.CreateDirectory(folder);
            format.WriteObjects(FolderStorage.CreateAt(path), _rows);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotWrite(path, e);
        }

        _rows.Clear();
    }

    readonly record struct Counts(int Events, int Duplicates);
}
