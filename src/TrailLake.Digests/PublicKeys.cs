using System.Security.Cryptography;
using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Digests;

/// <summary>
/// The public keys of one or several regions, as <c>aws cloudtrail list-public-keys</c> prints them. Verdicts are worth what the way is
/// worth on which the file came from AWS.
/// </summary>
sealed class PublicKeys
{
    const string Expected = "expected the JSON that `aws cloudtrail list-public-keys` prints, with a PublicKeyList";

    // A key is 500 bytes, and a region has a few.
    const int MostBytes = 16 << 20;

    readonly Dictionary<string, List<PublicKey>> _keys = new(StringComparer.OrdinalIgnoreCase);

    PublicKeys()
    {
    }

    /// <summary>Number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the keys files of one or several regions.</summary>
    /// <exception cref="TrailLakeException">A file cannot be read, or is no keys file.</exception>
    public static PublicKeys Load(params IReadOnlyList<string> paths)
    {
        var keys = new PublicKeys();
        foreach (var path in paths)
        {
            byte[] content;
            try
            {
                content = RegularFile.ReadAllBytes(path, MostBytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                string message = $"the keys file '{TerminalText.Escape(path)}' cannot be read: {TerminalText.Escape(e.Message)}";
                throw new TrailLakeException(ErrorKind.Source, message, path, e);
            }

            keys.Read(content, path);
        }

        return keys;
    }

    /// <summary>Reads the content of a keys file; the name is for messages.</summary>
    /// <exception cref="TrailLakeException">It is no keys file.</exception>
    public static PublicKeys Parse(ReadOnlyMemory<byte> content, string name)
    {
        var keys = new PublicKeys();
        keys.Read(content, name);
        return keys;
    }

    /// <summary>The key of a fingerprint that was in use at a time, or at any when that is null; null when there is none.</summary>
    internal PublicKey? Find(string fingerprint, DateTime? time) =>
        _keys.GetValueOrDefault(fingerprint)?.Find(key => time is not { } at || key.IsValidAt(at));

    /// <summary>Whether there is a key of a fingerprint, whenever it was in use.</summary>
    internal bool Knows(string fingerprint) => _keys.ContainsKey(fingerprint);

    void Read(ReadOnlyMemory<byte> content, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var list = json.RootElement;
            if (list.ValueKind == JsonValueKind.Object && !list.TryGetProperty("PublicKeyList", out list))
            {
                throw new InvalidDataException("it has no PublicKeyList");
            }

            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            {
                throw new InvalidDataException(
                    "it holds no list of keys, or an empty one: ask with --start-time and --end-time for the digests' span");
            }

            foreach (var element in list.EnumerateArray())
            {
                Add(ReadKey(element));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException
            or CryptographicException)
        {
            var what = e is JsonException ? "it is not JSON" : TerminalText.Escape(e.Message).TrimEnd('.');
            throw new TrailLakeException(ErrorKind.Source, $"'{TerminalText.Escape(name)}' is no keys file: {what}; {Expected}", name, e);
        }
    }

    void Add(PublicKey key)
    {
        if (!_keys.TryGetValue(key.Fingerprint, out var same))
        {
            _keys.Add(key.Fingerprint, same = []);
        }

        same.Add(key);
        Count++;
    }

    static PublicKey ReadKey(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("Value", out var value) || !element.TryGetProperty("Fingerprint", out var fingerprint)
            || value.GetString() is not { } text || fingerprint.GetString() is not { } name)
        {
            throw new InvalidDataException("a key lacks Value or Fingerprint");
        }

        var rsa = Import(Convert.FromBase64String(text), name);
        return new PublicKey(name, Time(element, "ValidityStartTime"), Time(element, "ValidityEndTime"), rsa);
    }

    // PKCS#1 as a rule; a documented sample is a SubjectPublicKeyInfo.
    static RSA Import(byte[] der, string fingerprint)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPublicKey(der, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
        }

        try
        {
            rsa.ImportSubjectPublicKeyInfo(der, out _);
            return rsa;
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"the key {fingerprint} is no RSA public key", e);
        }
    }

    // The second version of the command line writes times as text, the first as seconds since 1970.
    static DateTime? Time(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds) && seconds is >= 0 and < 253_402_300_800)
        {
            return DateTime.UnixEpoch.AddSeconds(seconds);
        }

        return value.ValueKind == JsonValueKind.String && DigestDocument.TryTime(value.GetString(), out var time)
            ? time
            : throw new InvalidDataException($"{name} is no time");
    }
}
