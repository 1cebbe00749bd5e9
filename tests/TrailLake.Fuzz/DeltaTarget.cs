using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.DeltaLog;
using TrailLake.Errors;
using TrailLake.Storage;

namespace TrailLake.Fuzz;

/// <summary>The reader of Delta logs: a commit is read as another reader reads it, or refused in one line.</summary>
static class DeltaTarget
{
    /// <summary>One random commit, changed.</summary>
    public static void Round(Random random, string folder) => Check(Mutator.Change(random, Commit(random)).Bytes, folder);

    /// <summary>What holds for any bytes as a commit.</summary>
    public static void Check(byte[] commit, string folder)
    {
        string log = Path.Combine(folder, "_delta_log");
        Directory.CreateDirectory(log);
        File.WriteAllBytes(Path.Combine(log, LogNames.Commit(0)), First());
        File.WriteAllBytes(Path.Combine(log, LogNames.Commit(1)), commit);
        DeltaSnapshot snapshot;
        try
        {
            snapshot = new DeltaTable(new FolderStorage(folder), "", (_, _) => null).Read(_ => throw new InvalidDataException());
        }
        catch (TrailLakeException e)
        {
            if (e.Message.Any(char.IsControl))
            {
                throw new FuzzFailure("the error has control characters", commit, e);
            }

            return;
        }
        catch (Exception e)
        {
            throw new FuzzFailure($"{e.GetType().Name}: {e.Message}", commit, e);
        }

        foreach (string path in snapshot.Files.Keys)
        {
            string full = Path.GetFullPath(Path.Combine(folder, path));
            if (!full.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new FuzzFailure($"a file outside of the table is accepted: {path}", commit);
            }
        }

        var expected = Judge(commit);
        var found = snapshot.Files.Values.Select(file => $"{file.Path}|{file.Size}|{file.Batch}").Order(StringComparer.Ordinal).ToList();
        if (!expected.SequenceEqual(found))
        {
            throw new FuzzFailure($"another reader finds {string.Join(' ', expected)}, this one {string.Join(' ', found)}", commit);
        }
    }

    // A plain loop over JsonDocument: last of equal keys wins, as for the product's reader.
    static List<string> Judge(byte[] commit)
    {
        var files = new Dictionary<string, string>();
        foreach (string line in Encoding.UTF8.GetString([.. First(), .. commit]).Split('\n').Where(line => line.Trim('\r', ' ').Length > 0))
        {
            using var document = JsonDocument.Parse(line);
            var last = document.RootElement.EnumerateObject()
                .LastOrDefault(member => member.Name is "add" or "remove" or "txn" or "protocol" or "metaData");
            if (last.Value.ValueKind == JsonValueKind.Undefined || last.Name is not ("add" or "remove"))
            {
                continue;
            }

            string path = Uri.UnescapeDataString(last.Value.GetProperty("path").GetString()!);
            files.Remove(path);
            if (last.Name == "add")
            {
                long size = last.Value.TryGetProperty("size", out var number) ? number.GetInt64() : 0;
                string? batch = last.Value.TryGetProperty("tags", out var tags)
                    && tags.ValueKind == JsonValueKind.Object && tags.TryGetProperty("batch", out var tag)
                    ? tag.GetString()
                    : null;
                files.Add(path, $"{path}|{size}|{batch}");
            }
        }

        return [.. files.Values.Order(StringComparer.Ordinal)];
    }

    static byte[] First() => ActionWriter.WriteCommit(
    [
        new ProtocolAction(DeltaTable.ReaderVersion, DeltaTable.WriterVersion),
        new MetadataAction("id", "t", "{}", ["date", "account"], new Dictionary<string, string>(), 1),
        Add(0),
        Add(1),
    ]);

    static byte[] Commit(Random random)
    {
        var actions = new List<DeltaAction> { new TxnAction("batch", 1, 5) };
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            actions.Add(random.Next(3) == 0
                ? new RemoveAction(Add(0).Path, 7, DataChange: true, Add(0).PartitionValues, 3)
                : Add(random.Next(4)));
        }

        return ActionWriter.WriteCommit(actions);
    }

    static AddAction Add(int number) => new(
        $"date=2026-03-01/account=a%25b/part-{number}.parquet",
        new Dictionary<string, string?> { ["date"] = "2026-03-01", ["account"] = "a%b" },
        100 + number,
        9,
        DataChange: true,
        "{\"numRecords\":1}",
        new Dictionary<string, string> { ["batch"] = $"b{number}", ["sha256"] = "00" });
}
