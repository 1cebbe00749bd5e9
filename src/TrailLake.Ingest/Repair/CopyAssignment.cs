using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>
/// Decides which of several objects that hold the same record it comes back from. Only one of them counts it as its event, the others as a
/// duplicate, and the ledger tells only how many events each object has. So each record goes to one object such that none gets more than it
/// lacks: a matching, found by augmenting paths. Several solutions are equally good: the records are equal. What nobody lacks is left to
/// <see cref="CopyAdoption"/>.
/// </summary>
sealed class CopyAssignment
{
    readonly Dictionary<RepairSource, long> _room = [];
    readonly Dictionary<RepairSource, List<int>> _given = [];
    readonly List<MissingRow[]> _groups = [];
    readonly List<MissingRow[]> _spare = [];
    readonly Dictionary<PartitionKey, long> _placed = [];

    /// <summary>Groups of which no object lacks a row, by the ledger's counts.</summary>
    public IReadOnlyList<MissingRow[]> Spare => _spare;

    /// <summary>Groups of a partition that went to an object.</summary>
    public long Placed(PartitionKey partition) => _placed.GetValueOrDefault(partition);

    /// <summary>Chooses a row of each group; rows of a group are copies of one another, at most one from each object.</summary>
    /// <param name="deductions">What was taken out of the lake for good.</param>
    public void Run(IEnumerable<MissingRow[]> groups, IReadOnlyList<LakeDeduction> deductions)
    {
        // What may have been purged last: it shall not take the room of what is missing. Then those without a choice, which take their
        // object's room in any case.
        bool MayBePurged(PartitionKey partition) => deductions.Any(deduction => deduction.Covers(partition.Date, partition.Account));
        _groups.AddRange(groups.OrderBy(group => MayBePurged(group[0].Partition)).ThenBy(group => group.Length));
        for (int group = 0; group < _groups.Count; group++)
        {
            if (TryPlace(group))
            {
                var partition = _groups[group][0].Partition;
                _placed[partition] = Placed(partition) + 1;
            }
            else
            {
                _spare.Add(_groups[group]);
            }
        }

        foreach (var (source, taken) in _given)
        {
            foreach (int group in taken)
            {
                source.Chosen.Add(Array.Find(_groups[group], row => row.Source == source).Index);
            }
        }
    }

    bool TryPlace(int group)
    {
        // Breadth first from the group over objects; from a full object on to the others of the groups that it was given.
        var cameFrom = new Dictionary<RepairSource, (RepairSource? Source, int Group)>();
        var queue = new Queue<RepairSource>();
        foreach (var row in _groups[group])
        {
            if (cameFrom.TryAdd(row.Source, (null, group)))
            {
                queue.Enqueue(row.Source);
            }
        }

        while (queue.TryDequeue(out var source))
        {
            if (Room(source) > 0)
            {
                Move(source, cameFrom);
                return true;
            }

            foreach (int taken in _given.GetValueOrDefault(source) ?? [])
            {
                foreach (var row in _groups[taken])
                {
                    if (_groups[taken].Length > 1 && cameFrom.TryAdd(row.Source, (source, taken)))
                    {
                        queue.Enqueue(row.Source);
                    }
                }
            }
        }

        return false;
    }

    void Move(RepairSource source, Dictionary<RepairSource, (RepairSource? Source, int Group)> cameFrom)
    {
        _room[source] = Room(source) - 1;
        for (RepairSource? at = source; at is not null;)
        {
            var (from, group) = cameFrom[at];
            if (!_given.TryGetValue(at, out var taken))
            {
                _given.Add(at, taken = []);
            }

            taken.Add(group);
            if (from is not null)
            {
                _given[from].Remove(group);
            }

            at = from;
        }
    }

    long Room(RepairSource source) => _room.TryGetValue(source, out long room) ? room : _room[source] = source.Missing;
}
