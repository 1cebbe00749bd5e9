using System.Text.Json;
using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Checks the checkpoints of a table's log: a broken one does not keep TrailLake from reading, but other readers of the table.
/// </summary>
static class CheckpointCheck
{
    /// <summary>
    /// The versions whose checkpoints cannot be read, or are missing though <c>_last_checkpoint</c> names them; each with what is wrong.
    /// </summary>
    public static IEnumerable<(long Version, string Message)> Find(DeltaTable table, ILakeFormat format)
    {
        foreach (var version in LogListing.Read(table).Checkpoints)
        {
            if (Problem(table.Checkpoint(version), format) is { } why)
            {
                yield return (version, $"is damaged ({why})");
            }
        }

        if (Missing(table) is { } missing)
        {
            yield return (missing, $"is missing, though {LogNames.LastCheckpoint} names it");
        }
    }

    /// <summary>As <see cref="Find"/>, of all tables of a lake.</summary>
    public static IEnumerable<CheckpointDamage> FindAll(LakeTables tables, ILakeFormat format) =>
        from table in tables.All
        from damage in Find(table, format)
        select new CheckpointDamage(table.Checkpoint(damage.Version).Name, damage.Message);

    static string? Problem(StoredFile file, ILakeFormat format)
    {
        try
        {
            format.ReadCheckpoint(file);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return TerminalText.Escape(e.Message);
        }
    }

    /// <summary>The version whose checkpoint the hint names, when there is none of it, in one file or in parts.</summary>
    static long? Missing(DeltaTable table)
    {
        try
        {
            using var hint = JsonDocument.Parse(table.CheckpointHint.ReadAll());
            if (hint.RootElement.ValueKind != JsonValueKind.Object || !hint.RootElement.TryGetProperty("version", out var number)
                || !number.TryGetInt64(out long version))
            {
                return null;
            }

            var start = FormattableString.Invariant($"{table.LogFolder}/{version:D20}.checkpoint.");
            return table.Storage.List(table.LogFolder).Any(name => name.StartsWith(start, StringComparison.Ordinal)) ? null : version;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // Without a hint, or with one that says nothing, readers list the folder.
            return null;
        }
    }
}
