namespace TrailLake.Maintenance.Verification;

/// <summary>The result of a verification.</summary>
public sealed record LakeVerification
{
    /// <summary>Version of the events table.</summary>
    public required long Version { get; init; }

    /// <summary>Data files of events.</summary>
    public long Files { get; init; }

    /// <summary>Files of the ledger, of the rejects and of the copies.</summary>
    public long LedgerFiles { get; init; }

    /// <summary>Bytes of all of them.</summary>
    public long Bytes { get; init; }

    /// <summary>Files that other programs committed without a SHA-256: theirs cannot be compared.</summary>
    public long FilesWithoutHash { get; init; }

    /// <summary>
    /// Data files that do not say with which key their record hashes were made: the first format wrote them, with hashes of 32 bits that
    /// anyone could make to agree, or another program did. Their events are compared by content; what was dropped as a copy of one of them
    /// before cannot be proven to have been one.
    /// </summary>
    public long FilesWithoutKey { get; init; }

    /// <summary>Why no copy can be told from other records any more, in one line; null when the lake's secret is there.</summary>
    public string? SecretProblem { get; init; }

    /// <summary>Files of all tables that other programs wrote: a lake with such files is not sound, whatever they hold.</summary>
    public long ForeignFiles { get; init; }

    /// <summary>Those of <see cref="ForeignFiles"/> that are data files of events.</summary>
    public long ForeignEventFiles { get; init; }

    /// <summary>Commits by which other programs added or removed files, in the order of tables and versions.</summary>
    public IReadOnlyList<ForeignCommit> ForeignCommits { get; init; } = [];

    /// <summary>Events whose keyed hashes were compared with their records.</summary>
    public long RowsCompared { get; init; }

    /// <summary>Those of <see cref="RowsCompared"/> that are not what was ingested; their files are among <see cref="Damages"/>.</summary>
    public long RowsChanged { get; init; }

    /// <summary>
    /// Rows in files of other programs of which nothing can be proven: they cannot be read back, or have hashes of the first format.
    /// </summary>
    public long RowsUnproven { get; init; }

    /// <summary>Events that were decoded from sound files.</summary>
    public long Events { get; init; }

    /// <summary>Ledger rows.</summary>
    public long Objects { get; init; }

    /// <summary>Events that the ledger counts.</summary>
    public long LedgerEvents { get; init; }

    /// <summary>Exact copies that the ledger counts.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// Those of <see cref="Duplicates"/> of which the lake need not know which records they are copies of: an older version ingested them,
    /// or a repair gave that up. Of all others it is checked that <c>copies</c> has them.
    /// </summary>
    public long UnknownCopies { get; init; }

    /// <summary>Rows of <c>copies</c>.</summary>
    public long Copies { get; init; }

    /// <summary>Rejects that are there.</summary>
    public long Rejects { get; init; }

    /// <summary>Events that were purged since.</summary>
    public long Purged { get; init; }

    /// <summary>Events that a repair gave up.</summary>
    public long Lost { get; init; }

    /// <summary>Exact copies that two writers had let in, which were removed since.</summary>
    public long RemovedDuplicates { get; init; }

    /// <summary>
    /// Purged and lost events that the ledger does not count any more: their objects' rows were lost later.
    /// </summary>
    public long Forgotten { get; init; }

    /// <summary>Damaged files.</summary>
    public IReadOnlyList<LakeDamage> Damages { get; init; } = [];

    /// <summary>Counts that do not add up although the files are sound, one line each, of many the first thousand.</summary>
    public IReadOnlyList<string> Mismatches { get; init; } = [];

    /// <summary>Checkpoints of the logs that are damaged or missing.</summary>
    public IReadOnlyList<CheckpointDamage> Checkpoints { get; init; } = [];

    /// <summary>True when nothing is wrong.</summary>
    public bool IsSound =>
        Damages.Count == 0 && Mismatches.Count == 0 && Checkpoints.Count == 0 && SecretProblem is null && ForeignFiles == 0;
}
