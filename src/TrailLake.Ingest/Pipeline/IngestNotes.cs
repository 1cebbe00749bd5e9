using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;

namespace TrailLake.Ingest.Pipeline;

/// <summary>Collects what an ingest has to say of its objects beside counts. Safe for several threads.</summary>
sealed class IngestNotes
{
    // A source that refuses everything would otherwise list a problem for each of its millions of objects.
    const int MostProblems = 1000;

    readonly Lock _lock = new();
    readonly List<SourceProblem> _problems = [];
    readonly List<SourceProblem> _damages = [];
    readonly Dictionary<IngestNoteKind, IngestNote> _notes = [];

    /// <summary>Takes note of what could not be listed or read.</summary>
    public void AddProblem(SourceProblem problem) => Add(_problems, problem);

    /// <summary>Takes note of a damaged object. After a conflict it may be read once more, by the next round.</summary>
    public void AddDamage(SourceProblem damage) => Add(_damages, damage);

    /// <summary>Takes note of what is worth a word and no fault; of each kind there is one note.</summary>
    public void Add(IngestNoteKind kind, string uri, long count)
    {
        lock (_lock)
        {
            _notes[kind] = _notes.TryGetValue(kind, out var note)
                ? new IngestNote(kind, note.Count + count, note.Objects + 1, string.CompareOrdinal(uri, note.First) < 0 ? uri : note.First)
                : new IngestNote(kind, count, 1, uri);
        }
    }

    /// <summary>Puts all of it into a report.</summary>
    public IngestReport AddTo(IngestReport report)
    {
        lock (_lock)
        {
            return report with
            {
                Problems = [.. _problems],
                Damages = [.. _damages.OrderBy(damage => damage.Where, StringComparer.Ordinal)],
                Notes = [.. _notes.Values.OrderBy(note => note.Kind)],
            };
        }
    }

    void Add(List<SourceProblem> list, SourceProblem problem)
    {
        lock (_lock)
        {
            if (list.Count < MostProblems && !list.Contains(problem))
            {
                list.Add(problem);
            }
        }
    }
}
