using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Lake;

namespace TrailLake.Query;

/// <summary>
/// What one snapshot of a lake consists of: all that the query layer knows about a lake. It reads files and nothing else, so that it meets
/// the writer only through them, and needs no <see cref="ILakeFormat"/>.
/// </summary>
public sealed record LakeFiles
{
    /// <summary>The lake's folder, full path: SQL may read below it and nowhere else.</summary>
    public required string Directory { get; init; }

    /// <summary>The data files of events.</summary>
    public IReadOnlyList<LakeFile> Events { get; init; } = [];

    /// <summary>Full paths of the ledger's files.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>Full paths of the files with rejects.</summary>
    public IReadOnlyList<string> Rejects { get; init; } = [];

    /// <summary>Batches that are committed: rows of the ledger and of the rejects count only with one of these.</summary>
    public IReadOnlyCollection<string> Batches { get; init; } = [];

    /// <summary>The files of a snapshot.</summary>
    /// <param name="directory">The lake's folder, full path.</param>
    public static LakeFiles Of(string directory, LakeSnapshot snapshot) => new()
    {
        Directory = directory,
        Events = [.. snapshot.Files.Select(file => new LakeFile(file.Path, file.Date, file.Account))],
        Objects = snapshot.ObjectFiles,
        Rejects = snapshot.RejectFiles,
        Batches = snapshot.Batches,
    };

    /// <summary>The same lake with the data files that can hold events of the filter.</summary>
    public LakeFiles Prune(EventFilter filter)
    {
        if (filter == EventFilter.All)
        {
            return this;
        }

        var accounts = new HashSet<string>(filter.Accounts, StringComparer.Ordinal);
        var first = filter.From is { } from ? DateOnly.FromDateTime(from) : DateOnly.MinValue;

        // The end is exclusive: at midnight, the day that begins there is not wanted.
        var last = filter.To is { } to && to > DateTime.MinValue ? DateOnly.FromDateTime(to.AddTicks(-1)) : DateOnly.MaxValue;
        var kept = new List<LakeFile>();
        foreach (var file in Events)
        {
            if (file.Date >= first && file.Date <= last && (accounts.Count == 0 || accounts.Contains(file.Account)))
            {
                kept.Add(file);
            }
        }

        return this with { Events = kept };
    }
}
