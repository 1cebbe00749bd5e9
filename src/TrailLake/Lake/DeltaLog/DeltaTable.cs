using System;
using System.Collections.Generic;
using System.IO;
using TrailLake.Lake.Files;

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

    public DeltaTable(string directory)
    {
        Directory = directory;
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

        if (FromCommits(listing, target) is { } small)
        {
            RequireReadable(small, target);
            return small;
        }

        var snapshot = FromCheckpoint(listing, target, readCheckpoint);
        for (long next = snapshot.Version + 1; next <= target; next++)
        {
            // Looked up by name and not in the listing: a listing that ran beside a writer may have missed a file.
            var path = CommitPath(next);
            snapshot.Apply(next, File.Exists(path) ? ActionReader.StreamCommit(path) : throw LakeErrors.MissingCommit(path, listing.Newest));
        }

        RequireReadable(snapshot, target);
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
        using var commit = new PendingCommit(_log, firstCommit());
        commit.TryPublish(CommitPath(0));
    }

    /// <summary>
    /// Appends a commit after <paramref name="seen"/>, or after what others committed since. Each such commit is shown to
    /// <paramref name="onOther"/>, in order, before ours is tried again: it throws when the two cannot stand together.
    /// </summary>
    /// <param name="change">What the commit changes of the table's metadata; null for nothing.</param>
    /// <returns>The version that our commit became.</returns>
    public long Append(
        long seen, IEnumerable<DeltaAction> actions, Action<long, IReadOnlyList<DeltaAction>>? onOther = null, MetadataChange? change = null)
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
            throw LakeErrors.NewerWriter(Directory, protocol.MinWriterVersion, WriterVersion);
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
            throw LakeErrors.NewerReader(Directory, snapshot.Protocol.MinReaderVersion, ReaderVersion);
        }
    }
}
