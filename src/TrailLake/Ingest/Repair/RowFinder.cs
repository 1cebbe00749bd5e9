using System.Collections.Generic;
using System.Linq;

namespace TrailLake.Ingest.Repair;

/// <summary>First reading: finds the records that belong into the damaged partitions and are in no sound file. It appends nothing.</summary>
sealed class RowFinder(SourceLocator sources, IReadOnlyDictionary<PartitionKey, EventIdSet> sound) : RepairSink(sources, "")
{
    readonly Dictionary<(PartitionKey, EventIdentity), List<MissingRow>> _found = [];

    /// <summary>The rows that may come back, copies together; not those of objects that turned out to be unfit.</summary>
    public IEnumerable<MissingRow[]> Groups() => _found.Values
        .Select(rows => rows.Where(row => row.Source.Failure is null).ToArray())
        .Where(rows => rows.Length > 0);

    protected override PlacedRecord Place(long index, PartitionKey partition, in EventIdentity identity)
    {
        if (!sound.TryGetValue(partition, out var present) || present.Holds(identity))
        {
            return PlacedRecord.PassedOver;
        }

        if (!_found.TryGetValue((partition, identity), out var copies))
        {
            _found.Add((partition, identity), copies = []);
        }

        // Of copies within one object, the first is the event.
        if (!copies.Exists(row => row.Source == Source))
        {
            copies.Add(new MissingRow(Source, index, partition));
        }

        return PlacedRecord.PassedOver;
    }
}
