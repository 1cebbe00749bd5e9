using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Tables;

namespace TrailLake.Tests.Query.Copies;

/// <summary>Which records are one event, found record by record.</summary>
sealed class EventJudge
{
    readonly Dictionary<(string, long), (string, long)> _parents = [];
    readonly ILookup<(string, long), (string, long)> _events;

    public EventJudge(IEnumerable<CopyRow> rows)
    {
        foreach (var row in rows)
        {
            for (long i = 0; i < row.Records; i++)
            {
                _parents[Root((row.CopyObject, row.CopyIndex + i))] = Root((row.KeptObject, row.KeptIndex + i));
            }
        }

        _events = _parents.Keys.ToList().ToLookup(Root);
    }

    /// <summary>All records that are one event with this one, itself included, in order.</summary>
    public List<(string Object, long Record)> Of(string item, long record) =>
        [.. _events[Root((item, record))].Append((item, record)).Distinct().OrderBy(other => other.Item1, StringComparer.Ordinal)
            .ThenBy(other => other.Item2)];

    (string, long) Root((string, long) record)
    {
        _parents.TryAdd(record, record);
        while (_parents[record] != record)
        {
            record = _parents[record] = _parents[_parents[record]];
        }

        return record;
    }
}
