using System.Security.Cryptography;
using System.Text;
using TrailLake.DeltaLog;
using TrailLake.Hashing;
using TrailLake.Storage;

namespace TrailLake.Store;

/// <summary>
/// The secret of a lake, from which the keys of its record hashes come. It is random, stands in a file of its own beside the tables, where
/// no other engine's change of a table reaches it, and is readable by its owner alone. The events log names the key
/// (<see cref="RecordHashKey.Id"/>, which tells nothing of it), so that a secret that was lost or exchanged is noticed.
/// </summary>
static class LakeSecret
{
    /// <summary>Name of the file, in the lake's folder.</summary>
    public const string FileName = "record-hash.secret";

    // A version before it reads every transaction that begins so as one that is no batch.
    const string Transaction = "traillake:record-hash-key:";
    const string Head = "traillake record hash secret 1 ";

    /// <summary>The key that writers use.</summary>
    /// <param name="known">Keys that the events log names. None: the lake is new, or of the first format, and gets its secret now.</param>
    /// <exception cref="Errors.TrailLakeException">The secret is missing, damaged, or not one of this lake.</exception>
    public static RecordHashKey Open(ILakeStorage storage, IReadOnlySet<string> known)
    {
        var key = Read(storage);
        if (key is null)
        {
            return known.Count == 0 ? CreateIfMissing(storage) : throw LakeErrors.SecretLost(storage.Address(FileName));
        }

        return known.Count == 0 || known.Contains(key.Id) ? key : throw LakeErrors.OtherSecret(storage.Address(FileName));
    }

    /// <summary>The key, as far as it can be had without writing, and what keeps writers from this lake; null when nothing does.</summary>
    public static (RecordHashKey? Key, string? Problem) Find(ILakeStorage storage, IReadOnlySet<string> known)
    {
        try
        {
            return (known.Count == 0 ? null : Open(storage, known), null);
        }
        catch (Errors.TrailLakeException e)
        {
            // Whoever may only read the lake may not read its secret, and needs none.
            return (null, e.Kind == Errors.ErrorKind.Lake ? e.Message : null);
        }
    }

    /// <summary>Makes the secret of a lake that has none. Of two writers that do so at once, one makes it and both use it.</summary>
    public static RecordHashKey CreateIfMissing(ILakeStorage storage)
    {
        StorageErrors.Guard(storage.Address(FileName), () =>
        {
            if (storage.Find(FileName) is null)
            {
                storage.CreateFolder("");
                var file = Write(storage, RandomNumberGenerator.GetBytes(RecordHashKey.SecretLength));
                file.TryPublish(FileName);
                file.Abandon();
            }
        });
        return Read(storage) ?? throw LakeErrors.SecretLost(storage.Address(FileName));
    }

    /// <summary>
    /// Gives a lake whose secret is lost a new one. The log learns of the new key first: were the file there before, a crash in between
    /// would leave a secret that is none of the lake's.
    /// </summary>
    public static RecordHashKey Replace(ILakeStorage storage, Action<TxnAction> commit)
    {
        var secret = RandomNumberGenerator.GetBytes(RecordHashKey.SecretLength);
        var key = RecordHashKey.FromSecret(secret);
        StorageErrors.Guard(storage.Address(FileName), () =>
        {
            var file = Write(storage, secret);
            commit(ToAction(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            file.Publish();
        });
        return key;
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

    static RecordHashKey? Read(ILakeStorage storage)
    {
        string text;
        try
        {
            text = Encoding.UTF8.GetString(storage.ReadAll(FileName)).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LakeErrors.SecretUnreadable(storage.Address(FileName), e);
        }

        try
        {
            return RecordHashKey.FromSecret(Convert.FromHexString(
                text.StartsWith(Head, StringComparison.Ordinal) ? text.AsSpan(Head.Length).TrimEnd() : ""));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw LakeErrors.SecretDamaged(storage.Address(FileName));
        }
    }

    static IPendingFile Write(ILakeStorage storage, byte[] secret)
    {
        var file = storage.Create(FileName, isPrivate: true);
        file.Create().Write(Encoding.ASCII.GetBytes(Head + Convert.ToHexStringLower(secret) + "\n"));
        file.Complete();
        return file;
    }
}
