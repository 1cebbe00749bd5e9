using System.Runtime.InteropServices;
using TrailLake.Columns;

namespace TrailLake.Ingest.Deferral;

/// <summary>One worker's deferred records in memory; a full buffer becomes a sorted run. Takes no memory before the first record.</summary>
/// <param name="mostBytes">Bytes of records that it holds at once; a longer record is held alone.</param>
sealed class DeferredBuffer(long mostBytes)
{
    const int FirstBytes = 1 << 16;

    readonly List<Entry> _entries = [];
    byte[] _bytes = [];
    int _length;

    /// <summary>Takes a record.</summary>
    public void Add(in DeferredRecord record, DeferredRecords store)
    {
        int size = record.Size;
        if (_length + (long)size > mostBytes)
        {
            Flush(store);
        }

        if (_bytes.Length - _length < size)
        {
            long wanted = Math.Min(Math.Max(FirstBytes, _bytes.Length * 2L), mostBytes);
            PooledArray.Grow(ref _bytes, _length, (int)Math.Max(_length + (long)size, wanted));
        }

        record.Write(_bytes.AsSpan(_length, size));
        _entries.Add(new Entry(record.Partition, _length, size));
        _length += size;
    }

    /// <summary>Writes what is in memory as a run, and gives the memory back when it was unusual.</summary>
    public void Flush(DeferredRecords store)
    {
        if (_entries.Count > 0)
        {
            var entries = CollectionsMarshal.AsSpan(_entries);
            entries.Sort(Compare);
            using (var writer = store.Begin())
            {
                foreach (var entry in entries)
                {
                    writer.Add(_bytes.AsSpan(entry.Start, entry.Length));
                }

                store.Add(writer.Complete());
            }
        }

        Forget();
    }

    /// <summary>Drops all records.</summary>
    public void Forget()
    {
        _entries.Clear();
        _length = 0;
        PooledArray.Release(ref _bytes);
    }

    int Compare(Entry left, Entry right)
    {
        int order = left.Partition.CompareTo(right.Partition);
        if (order != 0)
        {
            return order;
        }

        // As they came: of copies the first is the event.
        order = DeferredRecord.Compare(_bytes.AsSpan(left.Start), _bytes.AsSpan(right.Start));
        return order != 0 ? order : left.Start.CompareTo(right.Start);
    }

    readonly record struct Entry(ulong Partition, int Start, int Length);
}
