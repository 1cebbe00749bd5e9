using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Lake.DeltaLog;

namespace TrailLake.Lake.Verification;

/// <summary>Checks the checkpoints of a table's log: a broken one does not keep TrailLake from reading, but other readers of the table.</summary>
static class LogCheck
{
    /// <summary>The versions whose checkpoints cannot be read, or are missing though <c>_last_checkpoint</c> names them; each with what is wrong.</summary>
    public static IEnumerable<(long Version, string Message)> Find(DeltaTable table, ILakeFormat format)
    {
        foreach (var version in LogListing.Read(table.LogFolder).Checkpoints)
        {
            if (Problem(Path.Combine(table.LogFolder, LogNames.Checkpoint(version)), format) is { } why)
            {
                yield return (version, $"is damaged ({why})");
            }
        }

        if (Missing(table.LogFolder) is { } missing)
        {
            yield return (missing, $"is missing, though {LogNames.LastCheckpoint} names it");
        }
    }

    /// <summary>As <see cref="Find"/>, of all tables of a lake.</summary>
    public static IEnumerable<CheckpointDamage> FindAll(LakeTables tables, ILakeFormat format) =>
        from table in tables.All
        from damage in Find(table, format)
        let path = Path.GetRelativePath(tables.Directory, Path.Combine(table.LogFolder, LogNames.Checkpoint(damage.Version)))
        select new CheckpointDamage(path.Replace(Path.DirectorySeparatorChar, '/'), damage.Message);

    static string? Problem(string path, ILakeFormat format)
    {
        try
        {
            format.ReadCheckpoint(path);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return TerminalText.Escape(e.Message);
        }
    }

    /// <summary>The version whose checkpoint the hint names, when there is none of it, in one file or in parts.</summary>
    static long? Missing(string logFolder)
    {
        try
        {
            using var hint = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(logFolder, LogNames.LastCheckpoint)));
            return hint.RootElement.ValueKind == JsonValueKind.Object && hint.RootElement.TryGetProperty("version", out var number) && number.TryGetInt64(out long version)
                && !Directory.EnumerateFiles(logFolder, FormattableString.Invariant($"{version:D20}.checkpoint.*")).Any() ? version : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // Without a hint, or with one that says nothing, readers list the folder.
            return null;
        }
    }
}
