using System;
using System.Collections.Generic;
using System.Linq;

namespace TrailLake.Ingest.Repair;

/// <summary>
/// Decides which of several objects that hold the same record it comes back from. Only one of them counts it as its event, the others as a
/// duplicate, and the ledger tells only how many events each object has. So each record goes to one object such that none gets more than it
/// lacks: a matching, found by augmenting paths. Several solutions are equally good: the records are equal.
/// </summary>
sealed class CopyAssignment
{
    readonly Dictionary<WantedObject, long> _room = [];
    readonly Dictionary<WantedObject, List<int>> _given = [];
    readonly List<MissingRow[]> _groups = [];

    /// <summary>Chooses a row of each group; rows of a group are copies of one another, at most one from each object.</summary>
    public void Run(IEnumerable<MissingRow[]> groups)
    {
        // Those without a choice first: they take their object's room in any case.
        _groups.AddRange(groups.OrderBy(group => group.Length));
        for (int group = 0; group < _groups.Count; group++)
        {
            Place(group);
        }

        foreach (var (source, taken) in _given)
        {
            foreach (int group in taken)
            {
                source.Chosen.Add(Array.Find(_groups[group], row => row.Source == source).Index);
            }
        }
    }

    void Place(int group)
    {
        // Breadth first from the group over objects; from a full object on to the others of the groups that it was given.
        var cameFrom = new Dictionary<WantedObject, (WantedObject? Source, int Group)>();
        var queue = new Queue<WantedObject>();
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
                return;
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

        // Nobody lacks it: it is a copy of an event that is there.
    }

    void Move(WantedObject source, Dictionary<WantedObject, (WantedObject? Source, int Group)> cameFrom)
    {
        _room[source] = Room(source) - 1;
        for (WantedObject? at = source; at is not null;)
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

    long Room(WantedObject source) => _room.TryGetValue(source, out long room) ? room : _room[source] = source.Missing;
}
