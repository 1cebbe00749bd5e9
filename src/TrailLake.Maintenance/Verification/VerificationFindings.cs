using System.Runtime.InteropServices;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>The findings of one verification so far, and its progress. Safe for several threads.</summary>
sealed class VerificationFindings
{
    const int MostMismatches = 1000;

    readonly Lock _lock = new();
    readonly Dictionary<UInt128, ObjectCounts> _counts = [];
    readonly List<LakeDamage> _damages = [];
    readonly List<string> _mismatches = [];
    long _filesDone;
    long _bytesDone;

    /// <summary>Files to check.</summary>
    public long AllFiles { get; init; }

    /// <summary>Their bytes.</summary>
    public long AllBytes { get; init; }

    public VerifyProgress Progress => new(Volatile.Read(ref _filesDone), AllFiles, Volatile.Read(ref _bytesDone), AllBytes);

    /// <summary>Files that other programs committed without a SHA-256.</summary>
    public long FilesWithoutHash { get; private set; }

    /// <summary>Sound data files that do not say with which key their record hashes were made.</summary>
    public long FilesWithoutKey { get; private set; }

    /// <summary>Events in sound files.</summary>
    public long Events { get; private set; }

    /// <summary>Rows whose keyed hashes were compared with their records.</summary>
    public long RowsCompared { get; private set; }

    /// <summary>Those of <see cref="RowsCompared"/> that are not what was ingested.</summary>
    public long RowsChanged { get; private set; }

    /// <summary>Rows of files of other programs that prove nothing: they cannot be read back, or have hashes of the first format.</summary>
    public long RowsUnproven { get; private set; }

    /// <summary>Ledger rows that count.</summary>
    public long Objects { get; private set; }

    /// <summary>Events that the ledger counts.</summary>
    public long LedgerEvents { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Those of <see cref="Duplicates"/> of which the lake does not promise to know what they are copies of.</summary>
    public long UnknownCopies { get; private set; }

    /// <summary>Rejects in sound files.</summary>
    public long Rejects { get; private set; }

    /// <summary>Rows of copies in sound files.</summary>
    public long Copies { get; private set; }

    /// <summary>Objects that the files name and the ledger does not, with their events.</summary>
    public Dictionary<string, long> Strangers { get; } = new(StringComparer.Ordinal);

    // The lists are read when the checks of files are done.
    public IReadOnlyList<LakeDamage> Damages => _damages;

    public IReadOnlyList<string> Mismatches => _mismatches;

    /// <summary>True when ledger and files agree about every object.</summary>
    public bool Agree => _counts.Values.All(static counts => counts.Agree);

    /// <summary>True when the ledger's duplicates are all in rows of copies, and these in the ledger.</summary>
    public bool CopiesAgree => !_counts.Values.Any(static counts => counts is { Copies: not 0, IsInLedger: true });

    public void AddCompared(RecordFindings rows)
    {
        lock (_lock)
        {
            RowsCompared += rows.Rows;
            RowsChanged += rows.Changed;
            RowsUnproven += rows.Unproven;
        }
    }

    public void AddUnread(long rows)
    {
        lock (_lock)
        {
            RowsUnproven += rows;
        }
    }

    public void AddDamage(LakeDamage damage)
    {
        lock (_lock)
        {
            _damages.Add(damage);
        }
    }

    /// <summary>Puts damages that say more in the place of the ones that were added.</summary>
    public void ReplaceDamages(IEnumerable<LakeDamage> damages)
    {
        List<LakeDamage> all = [.. damages];
        _damages.Clear();
        _damages.AddRange(all);
    }

    public void AddMismatch(string text)
    {
        lock (_lock)
        {
            if (_mismatches.Count < MostMismatches)
            {
                _mismatches.Add(text);
            }
        }
    }

    /// <summary>Takes a ledger row that counts.</summary>
    /// <param name="hasCopies">True when its batch promises a row of copies for each of its duplicates.</param>
    public void AddObject(ObjectRow row, bool hasCopies)
    {
        lock (_lock)
        {
            ref var counts = ref Of(row.Uri);
            counts.Events += row.Events;
            counts.Rejects += (int)row.Rejects;
            counts.IsInLedger = true;
            if (hasCopies)
            {
                counts.Copies += (int)row.Duplicates;
            }
            else
            {
                UnknownCopies += row.Duplicates;
            }

            LedgerEvents += row.Events;
            Duplicates += row.Duplicates;
            Objects++;
        }
    }

    /// <summary>Takes rows of a sound data file, by source object. The ledger was taken before.</summary>
    public void AddEvents(long rows, IReadOnlyDictionary<string, long> sources, string? hashKey)
    {
        lock (_lock)
        {
            Events += rows;
            FilesWithoutKey += hashKey is null ? 1 : 0;
            foreach (var (uri, count) in sources)
            {
                ref var counts = ref Of(uri);
                counts.Events -= count;
                if (!counts.IsInLedger)
                {
                    Strangers[uri] = Strangers.GetValueOrDefault(uri) + count;
                }
            }
        }
    }

    /// <summary>Takes the rejects of a sound file, each by its source object. The ledger was taken before.</summary>
    public void AddRejects(IReadOnlyList<string> sources)
    {
        lock (_lock)
        {
            Rejects += sources.Count;
            foreach (var uri in sources)
            {
                ref var counts = ref Of(uri);
                counts.Rejects--;
                if (!counts.IsInLedger)
                {
                    Strangers.TryAdd(uri, 0);
                }
            }
        }
    }

    /// <summary>Takes rows of copies of a sound file, each with whether its batch promises that there is one for each duplicate.</summary>
    public void AddCopies(IReadOnlyList<(CopyRow Row, bool IsPromised)> rows)
    {
        lock (_lock)
        {
            Copies += rows.Count;
            foreach (var (row, isPromised) in rows)
            {
                if (isPromised)
                {
                    Of(row.CopyObject).Copies -= (int)row.Records;
                }
            }
        }
    }

    /// <summary>The counts of an object; none when nothing names it.</summary>
    public ObjectCounts CountsOf(string uri) => _counts.GetValueOrDefault(Key(uri));

    /// <summary>Says that a difference is explained.</summary>
    public void Settle(string uri) => Of(uri) = default;

    public void Done(long bytes, string? sha256)
    {
        lock (_lock)
        {
            _filesDone++;
            _bytesDone += bytes;
            FilesWithoutHash += sha256 is null ? 1 : 0;
        }
    }

    ref ObjectCounts Of(string uri) => ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, Key(uri), out _);

    static UInt128 Key(string uri) => ObjectIndex.Hash(uri, "");
}
