using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace TrailLake.Ingest;

/// <summary>Collects notes, one of each kind. Safe for several threads.</summary>
sealed class IngestNotes
{
    readonly Lock _lock = new();
    readonly Dictionary<IngestNoteKind, IngestNote> _notes = [];

    public void Add(IngestNoteKind kind, string uri, long count)
    {
        lock (_lock)
        {
            _notes[kind] = _notes.TryGetValue(kind, out var note)
                ? new IngestNote(kind, note.Count + count, note.Objects + 1, string.CompareOrdinal(uri, note.First) < 0 ? uri : note.First)
                : new IngestNote(kind, count, 1, uri);
        }
    }

    public IReadOnlyList<IngestNote> ToList()
    {
        lock (_lock)
        {
            return [.. _notes.Values.OrderBy(note => note.Kind)];
        }
    }
}
