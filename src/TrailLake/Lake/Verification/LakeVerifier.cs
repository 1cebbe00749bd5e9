using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Errors;
using TrailLake.Lake.DeltaLog;

namespace TrailLake.Lake.Verification;

/// <summary>
/// Checks all that a lake promises about itself: every file that a commit names is there with its SHA-256; every value decodes, with a reader that
/// shares no code with the writer; statistics hold; and the counts add up: <c>records = events + duplicates + rejects</c> for each object, and
/// for each object as many events in the data files as in the ledger, less what was purged, lost or removed as a copy. It reads and changes nothing.
/// </summary>
public sealed class LakeVerifier
{
    const int MostMismatches = 1000;

    readonly LakeStore _store;
    readonly ILakeFormat _format;
    readonly int _jobs;
    readonly Lock _lock = new();
    readonly Dictionary<UInt128, ObjectCounts> _counts = [];
    readonly Dictionary<string, long> _strangers = new(StringComparer.Ordinal);
    readonly List<LakeDamage> _damages = [];
    readonly List<string> _mismatches = [];
    long _filesDone;
    long _bytesDone;
    long _allFiles;
    long _allBytes;
    long _withoutHash;
    long _events;
    long _objects;
    long _duplicates;
    long _rejects;

    /// <summary>Prepares a verification; <see cref="Run"/> does it, once.</summary>
    /// <param name="jobs">Files that are read at once; 0 for one on each core.</param>
    public LakeVerifier(LakeStore store, int jobs = 0)
    {
        _store = store;
        _format = store.Format;
        _jobs = jobs > 0 ? jobs : Environment.ProcessorCount;
    }

    /// <summary>How far it is; may be read from any thread.</summary>
    public VerifyProgress Progress => new(
        Volatile.Read(ref _filesDone), Volatile.Read(ref _allFiles), Volatile.Read(ref _bytesDone), Volatile.Read(ref _allBytes));

    /// <summary>Checks the newest version.</summary>
    /// <exception cref="TrailLakeException">The lake cannot be opened: its logs are damaged or of a newer version.</exception>
    public LakeVerification Run(CancellationToken cancellation = default)
    {
        var snapshot = _store.Snapshot();
        var objects = new LedgerTable("objects", _store.Tables.Objects, _format, snapshot);
        var rejects = new LedgerTable("rejects", _store.Tables.Rejects, _format, snapshot);
        _allFiles = snapshot.Files.Count + objects.Files.Count + rejects.Files.Count;
        _allBytes = snapshot.Files.Sum(file => file.Bytes) + objects.Files.Concat(rejects.Files).Sum(file => file.Size);
        CheckLogs();
        foreach (var file in objects.Files)
        {
            CheckLedgerFile(objects, file, () => CountObjects(objects, file, snapshot), cancellation);
        }

        foreach (var file in rejects.Files)
        {
            CheckLedgerFile(rejects, file, () => CountRejects(rejects, file, snapshot), cancellation);
        }

        Parallel.ForEach(
            snapshot.Files,
            new ParallelOptions { MaxDegreeOfParallelism = _jobs, CancellationToken = cancellation },
            file => CheckEvents(file, cancellation));
        Compare(snapshot, objects);
        return new LakeVerification
        {
            Version = snapshot.Version,
            Files = snapshot.Files.Count,
            LedgerFiles = objects.Files.Count + rejects.Files.Count,
            Bytes = _allBytes,
            FilesWithoutHash = _withoutHash,
            Events = _events,
            Objects = _objects,
            LedgerEvents = _counts.Values.Sum(counts => counts.LedgerEvents),
            Duplicates = _duplicates,
            Rejects = _rejects,
            Purged = Sum(snapshot, DeductionKind.Purge),
            Lost = Sum(snapshot, DeductionKind.Loss),
            RemovedDuplicates = Sum(snapshot, DeductionKind.Duplicate),
            Damages = [.. _damages.OrderBy(damage => damage.Path, StringComparer.Ordinal)],
            Mismatches = _mismatches,
        };
    }

    static long Sum(LakeSnapshot snapshot, DeductionKind kind) =>
        snapshot.Deductions.Where(deduction => deduction.Kind == kind).Sum(deduction => deduction.Events);

    /// <summary>A broken checkpoint does not keep TrailLake from reading, but other readers of the table.</summary>
    void CheckLogs()
    {
        foreach (var table in (DeltaTable[])[_store.Tables.Events, _store.Tables.Objects, _store.Tables.Rejects])
        {
            foreach (var version in LogListing.Read(table.LogFolder).Checkpoints)
            {
                var path = System.IO.Path.Combine(table.LogFolder, LogNames.Checkpoint(version));
                try
                {
                    _format.ReadCheckpoint(path);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    AddMismatch($"the checkpoint {System.IO.Path.GetRelativePath(_store.Directory, path)} is damaged; the commits were read in its place. "
                        + $"Other programs may refuse the lake: delete the file. ({OneLine.Of(e.Message)})");
                }
            }

            if (MissingCheckpoint(table.LogFolder) is { } missing)
            {
                AddMismatch($"the checkpoint {System.IO.Path.GetRelativePath(_store.Directory, System.IO.Path.Combine(table.LogFolder, LogNames.Checkpoint(missing)))} is missing, though "
                    + $"{LogNames.LastCheckpoint} names it; the commits were read in its place. Other programs may refuse the lake: delete {LogNames.LastCheckpoint}.");
            }
        }
    }

    /// <summary>The version whose checkpoint <c>_last_checkpoint</c> names, when there is none of it, in one file or in parts.</summary>
    static long? MissingCheckpoint(string logFolder)
    {
        try
        {
            using var hint = JsonDocument.Parse(System.IO.File.ReadAllBytes(System.IO.Path.Combine(logFolder, LogNames.LastCheckpoint)));
            return hint.RootElement.ValueKind == JsonValueKind.Object && hint.RootElement.TryGetProperty("version", out var number) && number.TryGetInt64(out long version)
                && !System.IO.Directory.EnumerateFiles(logFolder, FormattableString.Invariant($"{version:D20}.checkpoint.*")).Any() ? version : null;
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // Without a hint, or with one that says nothing, readers list the folder.
            return null;
        }
    }

    void CheckLedgerFile(LedgerTable table, LiveFile file, Func<long> count, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var damage = FileCheck.Find(table.FullPath(file), file.Size, file.Sha256, cancellation);
        long rows = FileStatistics.Parse(file.Stats).Rows;
        try
        {
            if (damage is null && count() is var found && rows >= 0 && rows != found)
            {
                damage = (DamageKind.Statistics, string.Create(CultureInfo.InvariantCulture, $"has {found} rows, the log says {rows}"));
            }
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
        {
            damage = (DamageKind.Unreadable, e.Message);
        }

        Done(file.Size, file.Sha256);
        if (damage is { } bad)
        {
            _damages.Add(new LakeDamage
            {
                Table = table.Name,
                Path = table.RelativePath(file),
                Kind = bad.Kind,
                Message = bad.Message,
                Rows = rows,
                Batch = file.Batch,
            });
        }
    }

    long CountObjects(LedgerTable table, LiveFile file, LakeSnapshot snapshot)
    {
        // As a list: of a file that breaks off in the middle, nothing may be counted.
        var rows = _format.ReadObjects(table.FullPath(file)).ToList();
        foreach (var row in rows)
        {
            if (!snapshot.Batches.Contains(row.Batch))
            {
                continue;
            }

            if (row.Records != row.Events + row.Duplicates + row.Rejects)
            {
                AddMismatch(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{OneLine.Of(row.Uri)}: the ledger's {row.Records} records are not {row.Events} events + {row.Duplicates} duplicates + {row.Rejects} rejects"));
            }

            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, Key(row.Uri), out _);
            counts.LedgerEvents += row.Events;
            counts.LedgerRejects += (int)row.Rejects;
            counts.IsInLedger = true;
            _duplicates += row.Duplicates;
            _objects++;
        }

        return rows.Count;
    }

    long CountRejects(LedgerTable table, LiveFile file, LakeSnapshot snapshot)
    {
        var keys = new List<UInt128>();
        var strangers = new HashSet<string>(StringComparer.Ordinal);
        long rows = 0;
        foreach (var row in _format.ReadRejects(table.FullPath(file)))
        {
            rows++;
            if (snapshot.Batches.Contains(row.Batch))
            {
                keys.Add(Key(row.SourceObject));
                if (!_counts.TryGetValue(keys[^1], out var counts) || !counts.IsInLedger)
                {
                    strangers.Add(row.SourceObject);
                }
            }
        }

        foreach (var key in keys)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _).FoundRejects++;
        }

        foreach (var uri in strangers)
        {
            _strangers.TryAdd(uri, 0);
        }

        _rejects += keys.Count;
        return rows;
    }

    void CheckEvents(DataFile file, CancellationToken cancellation)
    {
        var damage = FileCheck.Find(file.Path, file.Bytes, file.Sha256, cancellation);
        FileInspection? found = null;
        try
        {
            found = damage is null ? _format.InspectEvents(file.Path, cancellation) : null;
            if (found is not null && found.Problems.Concat(StatisticsCheck.Find(file, found)).FirstOrDefault() is { } problem)
            {
                damage = (DamageKind.Statistics, problem);
            }
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
        {
            damage = (DamageKind.Unreadable, e.Message);
        }

        Done(file.Bytes, file.Sha256);
        lock (_lock)
        {
            if (damage is { } bad)
            {
                _damages.Add(new LakeDamage
                {
                    Table = "events",
                    Path = file.RelativePath,
                    Kind = bad.Kind,
                    Message = bad.Message,
                    Date = file.Date,
                    Account = file.Account,
                    Rows = file.Rows,
                    First = file.MinEventTime,
                    Last = file.MaxEventTime,
                    Batch = file.Batch,
                });
                return;
            }

            _events += found!.Rows;
            foreach (var (uri, rows) in found.Sources)
            {
                ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, Key(uri), out _);
                counts.FoundEvents += rows;
                if (!counts.IsInLedger)
                {
                    _strangers[uri] = _strangers.GetValueOrDefault(uri) + rows;
                }
            }
        }
    }

    /// <summary>Compares the ledger with the files object by object. What damaged files or purges explain is no mismatch.</summary>
    void Compare(LakeSnapshot snapshot, LedgerTable objects)
    {
        var missing = FindMissing(snapshot, objects);
        var sources = _damages.ToDictionary(damage => damage, damage => FindSources(damage, missing));
        var named = sources.Values.SelectMany(list => list).Select(source => source.Uri).ToHashSet(StringComparer.Ordinal);
        long deducted = 0;
        foreach (var rows in missing)
        {
            bool isExplained = named.Contains(rows.Uri);
            if (rows.Events > 0 && snapshot.Deductions.Any(deduction => deduction.CoversAny(rows.First, rows.Last)))
            {
                isExplained |= rows.Rejects == 0;
                deducted += rows.Events;
            }

            if (!isExplained)
            {
                AddMismatch(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{OneLine.Of(rows.Uri)}: {Difference("events", rows.Events)}{(rows.Rejects == 0 ? "" : (rows.Events == 0 ? "" : ", ") + Difference("rejects", rows.Rejects))}"));
            }
        }

        var ledger = _damages.FirstOrDefault(damage => damage.Table == "objects");
        foreach (var (uri, rows) in _strangers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (ledger is not null)
            {
                // Which of several damaged ledger files had its row cannot be known: the first stands for them.
                sources[ledger].Add(new DamageSource(uri, rows));
            }
            else
            {
                AddMismatch(string.Create(CultureInfo.InvariantCulture, $"{OneLine.Of(uri)}: it has no row in the ledger, but {(rows > 0 ? $"{rows} events" : "rejects")} in the lake"));
            }
        }

        for (int i = 0; i < _damages.Count; i++)
        {
            _damages[i] = _damages[i] with { Sources = [.. sources[_damages[i]].OrderBy(source => source.Uri, StringComparer.Ordinal)] };
        }

        long deductions = snapshot.Deductions.Sum(deduction => deduction.Events);
        if (_damages.Count == 0 && deducted != deductions)
        {
            AddMismatch(string.Create(
                CultureInfo.InvariantCulture, $"purges, losses and removed copies were recorded for {deductions} events, {deducted} of the ledger's are not in the data files"));
        }
    }

    /// <summary>
    /// The objects that may hold a file's rows. Events nearly always are of the account of their object's key: when those objects have enough
    /// of them, the others are not named.
    /// </summary>
    static List<DamageSource> FindSources(LakeDamage damage, List<MissingRows> missing)
    {
        var fitting = missing.Where(rows => rows.MayHaveBeenIn(damage)).ToList();
        var own = fitting.Where(rows => rows.Account == damage.Account).ToList();
        var chosen = damage.IsEvents && damage.Rows >= 0 && own.Sum(rows => rows.Events) >= damage.Rows ? own : fitting;
        return [.. chosen.Select(rows => new DamageSource(rows.Uri, damage.IsEvents ? rows.Events : rows.Rejects))];
    }

    List<MissingRows> FindMissing(LakeSnapshot snapshot, LedgerTable objects)
    {
        var missing = new Dictionary<UInt128, MissingRows>();
        if (_counts.Values.All(counts => counts.Agree))
        {
            return [];
        }

        var damaged = _damages.Select(damage => damage.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in objects.Files.Where(file => !damaged.Contains(objects.RelativePath(file))))
        {
            foreach (var row in _format.ReadObjects(objects.FullPath(file)))
            {
                var key = Key(row.Uri);
                if (!snapshot.Batches.Contains(row.Batch) || !_counts.TryGetValue(key, out var counts) || counts.Agree)
                {
                    continue;
                }

                if (!missing.TryGetValue(key, out var rows))
                {
                    missing.Add(key, rows = new MissingRows(row.Uri, counts));
                }

                rows.Add(row);
            }
        }

        return [.. missing.Values.OrderBy(rows => rows.Uri, StringComparer.Ordinal)];
    }

    static string Difference(string what, long missing) => missing switch
    {
        0 => "",
        > 0 => string.Create(CultureInfo.InvariantCulture, $"{missing} {what} that the ledger counts are in no file"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{-missing} {what} more in the files than the ledger counts"),
    };

    void Done(long bytes, string? sha256)
    {
        Interlocked.Increment(ref _filesDone);
        Interlocked.Add(ref _bytesDone, bytes);
        if (sha256 is null)
        {
            Interlocked.Increment(ref _withoutHash);
        }
    }

    void AddMismatch(string text)
    {
        if (_mismatches.Count < MostMismatches)
        {
            _mismatches.Add(text);
        }
    }

    static UInt128 Key(string uri) => ObjectIndex.Hash(uri, "");
}
