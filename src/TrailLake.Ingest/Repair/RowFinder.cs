using TrailLake.Ingest.Reading;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>First reading: finds the records that belong into the damaged partitions and are in no sound file.</summary>
sealed class RowFinder(IReadOnlyDictionary<PartitionKey, EventIdSet> sound)
{
    readonly Dictionary<(PartitionKey, EventIdentity), List<MissingRow>> _found = [];

    /// <summary>The rows that may come back, copies together; not those of objects that turned out to be unfit.</summary>
    public IEnumerable<MissingRow[]> Groups() => _found.Values
        .Select(rows => rows.Where(row => row.Source.Failure is null).ToArray())
        .Where(rows => rows.Length > 0);

    /// <summary>Takes a record of an object.</summary>
    public void Take(RepairSource source, ObjectReader record)
    {
        var partition = PartitionKey.Of(record.Day, record.Account);
        if (!sound.TryGetValue(partition, out var present) || present.Holds(record.Identity))
        {
            return;
        }

        if (!_found.TryGetValue((partition, record.Identity), out var copies))
        {
            _found.Add((partition, record.Identity), copies = []);
        }

        // Of copies within one object, the first is the event.
        if (!copies.Exists(row => row.Source == source))
        {
            copies.Add(new MissingRow(source, record.Index, partition));
        }
    }
}
