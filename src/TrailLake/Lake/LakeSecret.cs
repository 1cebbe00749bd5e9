using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using TrailLake.Hashing;
using TrailLake.Lake.DeltaLog;
using TrailLake.Lake.Storage;

namespace TrailLake.Lake;

/// <summary>
/// The secret of a lake, from which the keys of its record hashes come. It is random, stands in a file of its own beside the tables, where no other engine's
/// change of a table reaches it, and is readable by its owner alone. The events log names the key (<see cref="RecordHashKey.Id"/>, which tells nothing of
/// it), so that a secret that was lost or exchanged is noticed.
/// </summary>
static class LakeSecret
{
    /// <summary>Name of the file, in the lake's folder.</summary>
    public const string FileName = "record-hash.secret";

    // A version before it reads every transaction that begins so as one that is no batch.
    const string Transaction = "traillake:record-hash-key:";
    const string Head = "traillake record hash secret 1 ";

    /// <summary>The key that writers use.</summary>
    /// <param name="directory">The lake.</param>
    /// <param name="known">Keys that the events log names. None: the lake is new, or of the first format, and gets its secret now.</param>
    /// <exception cref="Errors.TrailLakeException">The secret is missing, damaged, or not one of this lake.</exception>
    public static RecordHashKey Open(string directory, IReadOnlySet<string> known)
    {
        var key = Read(directory);
        if (key is null)
        {
            return known.Count == 0 ? CreateIfMissing(directory) : throw LakeErrors.SecretLost(PathOf(directory));
        }

        return known.Count == 0 || known.Contains(key.Id) ? key : throw LakeErrors.OtherSecret(PathOf(directory));
    }

    /// <summary>What keeps writers from this lake; null when nothing does.</summary>
    public static string? FindProblem(string directory, IReadOnlySet<string> known)
    {
        if (known.Count == 0)
        {
            return null;
        }

        try
        {
            Open(directory, known);
            return null;
        }
        catch (Errors.TrailLakeException e)
        {
            // Whoever may only read the lake may not read its secret, and needs none.
            return e.Kind == Errors.ErrorKind.Lake ? e.Message : null;
        }
    }

    /// <summary>Makes the secret of a lake that has none. Of two writers that do so at once, one makes it and both use it.</summary>
    public static RecordHashKey CreateIfMissing(string directory)
    {
        try
        {
            if (!File.Exists(PathOf(directory)))
            {
                Directory.CreateDirectory(directory);
                var temporary = Write(directory, RandomNumberGenerator.GetBytes(RecordHashKey.SecretLength));
                DurableFile.TryPublish(temporary, PathOf(directory));
                DurableFile.TryDelete(temporary);
                DurableFile.FlushDirectory(directory);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotWrite(PathOf(directory), e);
        }

        return Read(directory) ?? throw LakeErrors.SecretLost(PathOf(directory));
    }

    /// <summary>
    /// Gives a lake whose secret is lost a new one. The log learns of the new key first: were the file there before, a crash in between
    /// would leave a secret that is none of the lake's.
    /// </summary>
    public static RecordHashKey Replace(string directory, Action<TxnAction> commit)
    {
        try
        {
            var secret = RandomNumberGenerator.GetBytes(RecordHashKey.SecretLength);
            var key = RecordHashKey.FromSecret(secret);
            var temporary = Write(directory, secret);
            commit(ToAction(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            DurableFile.Replace(temporary, PathOf(directory));
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.CannotWrite(PathOf(directory), e);
        }
    }

    /// <summary>The action that names a key in the events log. Checkpoints keep it, and so do other engines.</summary>
    public static TxnAction ToAction(RecordHashKey key, long now) => new(Transaction + key.Id, 1, now);

    /// <summary>The keys that an events log names.</summary>
    public static IReadOnlySet<string> KeysOf(IEnumerable<string> transactions)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var transaction in transactions)
        {
            if (transaction.StartsWith(Transaction, StringComparison.Ordinal))
            {
                keys.Add(transaction[Transaction.Length..]);
            }
        }

        return keys;
    }

    static string PathOf(string directory) => Path.Combine(directory, FileName);

    static RecordHashKey? Read(string directory)
    {
        var path = PathOf(directory);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.SecretUnreadable(path, e);
        }

        try
        {
            return RecordHashKey.FromSecret(Convert.FromHexString(
                text.StartsWith(Head, StringComparison.Ordinal) ? text.AsSpan(Head.Length).TrimEnd() : ""));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw LakeErrors.SecretDamaged(path);
        }
    }

    static string Write(string directory, byte[] secret)
    {
        var temporary = Path.Combine(directory, $".{FileName}.{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(temporary, options);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(Head + Convert.ToHexStringLower(secret) + "\n"));
        stream.Flush(flushToDisk: true);
        return temporary;
    }
}
