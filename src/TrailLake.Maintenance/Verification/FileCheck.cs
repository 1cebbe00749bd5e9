using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.Maintenance.Verification;

/// <summary>Compares a file with what its commit says about it.</summary>
static class FileCheck
{
    /// <summary>The damage; null when the file is there with the bytes that were committed.</summary>
    /// <param name="sha256">Null when the commit has none.</param>
    public static (DamageKind Kind, string Message)? Find(StoredFile file, long size, string? sha256, CancellationToken cancellation)
    {
        try
        {
            if (file.Storage.Find(file.Name) is not { } found)
            {
                return (DamageKind.Missing, "is missing, although a commit names it");
            }

            if (found.Length != size)
            {
                return (DamageKind.Changed, FormattableString.Invariant($"has {found.Length} bytes, {size} were committed"));
            }

            return sha256 is null || FileHash.Compute(file, cancellation) == sha256
                ? null
                : (DamageKind.Changed, "has another SHA-256 than was committed: its bytes were changed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (DamageKind.Unreadable, $"cannot be read: {TerminalText.Escape(e.Message)}");
        }
    }

    /// <summary>As above, and of a file with the committed bytes what is wrong with its content.</summary>
    /// <param name="content">Reads it, and says what it finds wrong; an error of kind Lake says that it cannot be read.</param>
    public static (DamageKind Kind, string Message)? Find(
        StoredFile file, long size, string? sha256, Func<string?> content, CancellationToken cancellation)
    {
        if (Find(file, size, sha256, cancellation) is { } damage)
        {
            return damage;
        }

        try
        {
            return content() is { } problem ? (DamageKind.Statistics, problem) : null;
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
        {
            return (DamageKind.Unreadable, e.Message);
        }
    }
}
