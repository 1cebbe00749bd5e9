using System.Text.Json;
using TrailLake.Storage;

namespace TrailLake.DeltaLog;

/// <summary>Reads the lines of a commit file. Actions and keys that it does not know are skipped, as the protocol asks.</summary>
static partial class ActionReader
{
    /// <exception cref="Errors.TrailLakeException">The file cannot be read or a line is not an action.</exception>
    public static List<DeltaAction> ReadCommit(StoredFile commit) => [.. StreamCommit(commit)];

    /// <summary>
    /// As <see cref="ReadCommit"/>, one after the other: the actions of a large commit take several times the memory of its file.
    /// </summary>
    public static IEnumerable<DeltaAction> StreamCommit(StoredFile commit)
    {
        byte[] bytes;
        try
        {
            bytes = commit.ReadAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.CannotRead(commit.Address, e);
        }

        var path = commit.Address;
        if (bytes.Length == 0)
        {
            throw LogErrors.EmptyCommit(path);
        }

        int number = 0;
        for (int start = 0; start < bytes.Length;)
        {
            number++;
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            if (Read(bytes.AsSpan(start, length), path, number) is { } action)
            {
                yield return action;
            }

            start += length + 1;
        }
    }

    static DeltaAction? Read(ReadOnlySpan<byte> line, string path, int number)
    {
        if (line.TrimEnd("\r "u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return ReadAction(line);
        }
        catch (JsonException e)
        {
            throw LogErrors.DamagedCommit(path, number, Detail(e));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            // What Utf8JsonReader throws for a value of another type than asked for.
            throw LogErrors.DamagedCommit(path, number, "a value has the wrong type.");
        }
    }

    // The reader's own position (line 0 of one line) says nothing to a person; our own messages have none.
    static string Detail(JsonException e) => e.LineNumber is null ? e.Message : $"it is not JSON at byte {e.BytePositionInLine}.";

    static DeltaAction? ReadAction(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("it is not a JSON object.");
        }

        DeltaAction? action = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref json, "add"u8))
            {
                action = ReadFile(ref json, isRemove: false);
            }
            else if (Is(ref json, "txn"u8))
            {
                action = ReadTxn(ref json);
            }
            else if (Is(ref json, "remove"u8))
            {
                action = ReadFile(ref json, isRemove: true);
            }
            else if (Is(ref json, "protocol"u8))
            {
                action = ReadProtocol(ref json);
            }
            else if (Is(ref json, "metaData"u8))
            {
                action = ReadMetadata(ref json);
            }
            else
            {
                // commitInfo too: it is for people, and its content is free.
                SkipValue(ref json);
            }
        }

        // Bytes after the object are not an action either: reading on makes the reader say so.
        _ = json.Read();
        return action;
    }

    /// <summary>Compares the key that the reader stands on; on a match goes on to its value.</summary>
    static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> key) => json.ValueTextEquals(key) && json.Read();

    static bool NextKey(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    static void SkipValue(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    static void ExpectObject(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("an action is not a JSON object.");
        }
    }

    static Dictionary<string, string?> ReadMap(ref Utf8JsonReader json)
    {
        var map = new Dictionary<string, string?>();
        if (json.TokenType == JsonTokenType.Null)
        {
            return map;
        }

        ExpectObject(ref json);
        while (NextKey(ref json))
        {
            var key = json.GetString()!;
            json.Read();
            map[key] = json.GetString();
        }

        return map;
    }

    static string Needed(string? value, string action, string key) => value ?? throw new JsonException($"{action} lacks {key}.");
}
