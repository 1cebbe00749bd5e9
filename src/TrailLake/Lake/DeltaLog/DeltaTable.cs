using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TrailLake.Lake.Storage;

namespace TrailLake.Lake.DeltaLog;

/// <summary>
/// A Delta Lake table in a folder: its log of commits, numbered without gaps, each an atomic set of actions. Reader version 1, writer
/// version 2 of https://github.com/delta-io/delta/blob/master/PROTOCOL.md. Safe for several threads and processes.
/// </summary>
sealed class DeltaTable
{
    public const int ReaderVersion = 1;
    public const int WriterVersion = 2;

    // Read in some 40 ms.
    const int MostSmallCommits = 500;
    const long MostSmallBytes = 2 << 20;

    readonly string _log;
    readonly MetadataRule _rule;

    // The newest metadata that this table has met, and a version at which they held.
    readonly Lock _knownLock = new();
    (long Version, MetadataAction Metadata)? _known;

    /// <param name="rule">What each commit brings the table's metadata to.</param>
    public DeltaTable(string directory, MetadataRule rule)
    {
        Directory = directory;
        _rule = rule;
        _log = Path.Combine(directory, LogNames.Folder);
    }

    /// <summary>The table's folder.</summary>
    public string Directory { get; }

    /// <summary>The folder of its log.</summary>
    public string LogFolder => _log;

    /// <summary>Newest version; -1 when there is no such table.</summary>
    public long NewestVersion() => LogListing.Read(_log).Newest;

    /// <summary>Path of a version's commit file.</summary>
    public string CommitPath(long version) => Path.Combine(_log, LogNames.Commit(version));

    /// <summary>Reads the newest state, or that of an older version.</summary>
    /// <param name="readCheckpoint">Reads a checkpoint file.</param>
    public DeltaSnapshot Read(Func<string, IReadOnlyList<DeltaAction>> readCheckpoint, long? version = null)
    {
        var listing = LogListing.Read(_log);
        if (listing.Newest < 0)
        {
            throw LakeErrors.NoTable(Directory);
        }

        var target = version ?? listing.Newest;
        if (target < 0 || target > listing.Newest)
        {
            throw LakeErrors.NoSuchVersion(Directory, target, listing.Newest);
        }

        var snapshot = FromCommits(listing, target) ?? FromNewestCheckpoint(listing, target, readCheckpoint);
        RequireReadable(snapshot, target);
        Learn(target, snapshot.Metadata!);
        return snapshot;
    }

    DeltaSnapshot FromNewestCheckpoint(LogListing listing, long target, Func<string, IReadOnlyList<DeltaAction>> readCheckpoint)
    {
        var snapshot = FromCheckpoint(listing, target, readCheckpoint);
        for (long next = snapshot.Version + 1; next <= target; next++)
        {
            // Looked up by name and not in the listing: a listing that ran beside a writer may have missed a file.
            var path = CommitPath(next);
            snapshot.Apply(next, File.Exists(path) ? ActionReader.StreamCommit(path) : throw LakeErrors.MissingCommit(path, listing.Newest));
        }

        return snapshot;
    }

    /// <summary>Creates the table when it has no commit yet. Of two writers that do so at once, one makes it and both use it.</summary>
    public void CreateIfMissing(Func<IReadOnlyList<DeltaAction>> firstCommit)
    {
        if (NewestVersion() >= 0)
        {
            return;
        }

        System.IO.Directory.CreateDirectory(_log);
        DurableFile.FlushDirectory(Directory);
        DurableFile.FlushDirectory(Path.GetDirectoryName(Directory)!);
        var actions = firstCommit();
        using var commit = new PendingCommit(_log, actions);
        if (commit.TryPublish(CommitPath(0)))
        {
            Learn(0, actions.OfType<MetadataAction>().Single());
        }
    }

    /// <summary>
    /// Appends a commit after <paramref name="seen"/>, or after what others committed since. Each such commit is shown to
    /// <paramref name="onOther"/>, in order, before ours is tried again: it throws when the two cannot stand together.
    /// </summary>
    /// <param name="kind">What it does: the table's rule brings the metadata to what that asks for, in the same commit.</param>
    /// <returns>The version that our commit became. A commit that removed rows is followed by one that brings the metadata back.</returns>
    public long Append(
        long seen, IEnumerable<DeltaAction> actions, Action<long, IReadOnlyList<DeltaAction>>? onOther = null, CommitKind kind = CommitKind.None)
    {
        var change = ChangeOf(seen, kind);
        long version = Publish(seen, actions, onOther, change);
        if (change is not null)
        {
            Learn(version, change.Result);
            if (kind.HasFlag(CommitKind.Removes))
            {
                RestoreMetadata(version);
            }
        }

        return version;
    }

    /// <summary>
    /// After a commit that lifted what other commits have to keep. Should this one fail, or the process end here, the next commit of any kind does
    /// it; the one before stands in any case.
    /// </summary>
    void RestoreMetadata(long version)
    {
        try
        {
            if (ChangeOf(version, CommitKind.None) is { IsNeeded: true } change)
            {
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                var restored = Publish(version, [LakeInfo.Commit(now, "SET TBLPROPERTIES", new Dictionary<string, string>())], null, change);
                Learn(restored, change.Result);
            }
        }
        catch (Exception e) when (e is Errors.TrailLakeException or IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>What a commit has to change of the metadata, as they are at a version; null when they are not known.</summary>
    MetadataChange? ChangeOf(long seen, CommitKind kind)
    {
        (long Version, MetadataAction Metadata)? known;
        lock (_knownLock)
        {
            known = _known;
        }

        if (known is not { } start)
        {
            return null;
        }

        var change = new MetadataChange(start.Version, start.Metadata, current => _rule(current, kind));
        for (long version = start.Version + 1; version <= seen; version++)
        {
            var path = CommitPath(version);
            if (!File.Exists(path))
            {
                return null;
            }

            change.Observe(version, ActionReader.ReadCommit(path));
        }

        return change;
    }

    void Learn(long version, MetadataAction metadata)
    {
        lock (_knownLock)
        {
            if (_known is not { } known || version > known.Version)
            {
                _known = (version, metadata);
            }
        }
    }

    long Publish(long seen, IEnumerable<DeltaAction> actions, Action<long, IReadOnlyList<DeltaAction>>? onOther, MetadataChange? change)
    {
        var observe = change is null ? onOther : onOther + change.Observe;
        var commit = new PendingCommit(_log, change?.AddTo(actions) ?? actions);
        try
        {
            for (long version = Follow(seen, observe) + 1; ; version++)
            {
                if (change?.IsOutdated == true)
                {
                    commit.Dispose();
                    commit = new PendingCommit(_log, change.AddTo(actions));
                }

                var path = CommitPath(version);
                if (commit.TryPublish(path))
                {
                    return version;
                }

                Show(version, path, observe);
            }
        }
        finally
        {
            commit.Dispose();
        }
    }

    /// <summary>Shows the commits after a version that are there by now, in order.</summary>
    /// <returns>The newest version.</returns>
    public long Follow(long seen, Action<long, IReadOnlyList<DeltaAction>>? onOther)
    {
        // A name below the newest that is free was cleaned up or lost: nobody may commit there, so it is not even tried.
        var newest = NewestVersion();
        for (long version = seen + 1; version <= newest; version++)
        {
            var path = CommitPath(version);
            if (!File.Exists(path))
            {
                throw LakeErrors.MissingCommit(path, newest);
            }

            Show(version, path, onOther);
        }

        return Math.Max(seen, newest);
    }

    void Show(long version, string path, Action<long, IReadOnlyList<DeltaAction>>? onOther)
    {
        var actions = ActionReader.ReadCommit(path);
        foreach (var action in actions)
        {
            if (action is ProtocolAction protocol)
            {
                RequireWritable(protocol);
            }
        }

        onOther?.Invoke(version, actions);
    }

    /// <summary>Refuses a table that only a newer writer may add to.</summary>
    public void RequireWritable(ProtocolAction protocol)
    {
        if (protocol.MinWriterVersion > WriterVersion)
        {
            throw LakeErrors.NewerWriter(Directory, protocol.MinWriterVersion, WriterVersion, ProtocolOrigin.Describe(this));
        }
    }

    /// <summary>
    /// The state from the commits alone, where there is a checkpoint but they are few: to start the reader of checkpoints costs 130 ms, which
    /// is most of what it takes to open a lake. Null when they are many, one is missing or cannot be read.
    /// </summary>
    DeltaSnapshot? FromCommits(LogListing listing, long target)
    {
        if (listing.Checkpoints.Count == 0 || target >= MostSmallCommits)
        {
            return null;
        }

        try
        {
            long bytes = 0;
            for (long version = 0; version <= target; version++)
            {
                bytes += new FileInfo(CommitPath(version)).Length;
                if (bytes > MostSmallBytes)
                {
                    return null;
                }
            }

            var snapshot = new DeltaSnapshot(Directory);
            for (long version = 0; version <= target; version++)
            {
                snapshot.Apply(version, ActionReader.StreamCommit(CommitPath(version)));
            }

            return snapshot.Protocol is null || snapshot.Metadata is null ? null : snapshot;
        }
        catch (Exception e) when (e is Errors.TrailLakeException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    DeltaSnapshot FromCheckpoint(LogListing listing, long target, Func<string, IReadOnlyList<DeltaAction>> readCheckpoint)
    {
        (string Path, Exception Error)? broken = null;
        foreach (var version in listing.Checkpoints)
        {
            if (version > target)
            {
                continue;
            }

            var path = Path.Combine(_log, LogNames.Checkpoint(version));
            try
            {
                var snapshot = new DeltaSnapshot(Directory);
                snapshot.Apply(version, readCheckpoint(path));
                if (snapshot.Protocol is not null && snapshot.Metadata is not null)
                {
                    return snapshot;
                }

                broken ??= (path, LakeErrors.NoProtocol(Directory, version));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A checkpoint only repeats what the commits say: an older one, or the commits themselves, do as well.
                broken ??= (path, e);
            }
        }

        return broken is { } first && !File.Exists(CommitPath(0))
            ? throw LakeErrors.UnreadableCheckpoint(first.Path, first.Error)
            : new DeltaSnapshot(Directory);
    }

    void RequireReadable(DeltaSnapshot snapshot, long version)
    {
        if (snapshot.Protocol is null || snapshot.Metadata is null)
        {
            throw LakeErrors.NoProtocol(Directory, version);
        }

        if (snapshot.Protocol.MinReaderVersion > ReaderVersion)
        {
            throw LakeErrors.NewerReader(Directory, snapshot.Protocol.MinReaderVersion, ReaderVersion, ProtocolOrigin.Describe(this));
        }
    }
}
