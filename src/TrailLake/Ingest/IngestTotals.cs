using System;
using System.Collections.Generic;
using TrailLake.Lake;

namespace TrailLake.Ingest;

/// <summary>Sums over the commits of a run.</summary>
sealed class IngestTotals
{
    long _damaged;
    long _empty;
    long _unreadable;
    long _records;
    long _duplicates;
    long _conflicts;
    long _rejects;
    long _contentBytes;
    long _bytesOut;
    long _files;
    int _commits;

    public long Objects { get; private set; }

    public long Events { get; private set; }

    public long BytesIn { get; private set; }

    public void Add(IngestCounters round, LakeCommit commit)
    {
        Objects += round.Objects;
        Events += round.Events;
        BytesIn += round.BytesIn;
        _damaged += round.Damaged;
        _empty += round.Empty;
        _unreadable += round.Unreadable;
        _records += round.Records;
        _duplicates += round.Duplicates;
        _conflicts += round.Conflicts;
        _rejects += round.Rejects;
        _contentBytes += round.ContentBytes;
        _bytesOut += commit.Bytes;
        _files += commit.Files;
        _commits += commit.IsEmpty ? 0 : 1;
    }

    public IngestReport ToReport(TimeSpan elapsed, long known, Dictionary<ArchiveKind, long> skipped, IngestRun run) => new()
    {
        Objects = Objects,
        KnownObjects = known,
        DamagedObjects = _damaged,
        EmptyObjects = _empty,
        Damages = run.Damages,
        UnreadableObjects = _unreadable,
        Records = _records,
        Events = Events,
        Duplicates = _duplicates,
        Conflicts = _conflicts,
        Rejects = _rejects,
        Skipped = new Dictionary<ArchiveKind, long>(skipped),
        Problems = run.Problems,
        Notes = run.Notes.ToList(),
        BytesIn = BytesIn,
        ContentBytes = _contentBytes,
        BytesOut = _bytesOut,
        Files = _files,
        Commits = _commits,
        Elapsed = elapsed,
    };
}
