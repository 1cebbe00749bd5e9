using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TrailLake.Tests.Scanning;

/// <summary>Damages to single records of an archive, as disks, transfers and people make them.</summary>
static class ArchiveDamage
{
    static readonly Dictionary<string, Action<Random, List<byte>, int, int>> s_kinds = new()
    {
        ["quote lost"] = (random, bytes, start, end) => Remove(random, bytes, start, end, "\""),
        ["quote added"] = (random, bytes, start, end) => bytes.Insert(random.Next(start + 1, end), (byte)'"'),
        ["bracket lost"] = (random, bytes, start, end) => Remove(random, bytes, start, end, "{}[]"),
        ["bracket added"] = (random, bytes, start, end) => bytes.Insert(random.Next(start + 1, end), "{}[]"u8[random.Next(4)]),
        ["bracket exchanged"] = (random, bytes, start, end) => bytes[Find(random, bytes, start, end, "{}[]")] = "{}[]"u8[random.Next(4)],
        ["comma lost"] = (random, bytes, start, end) => Remove(random, bytes, start, end, ","),
        ["colon lost"] = (random, bytes, start, end) => Remove(random, bytes, start, end, ":"),
        ["backslash"] = (random, bytes, start, end) => bytes.Insert(random.Next(start + 1, end), (byte)'\\'),
        ["cut"] = (random, bytes, start, end) =>
        {
            int from = random.Next(start + 1, end - 1);
            bytes.RemoveRange(from, random.Next(1, end - from));
        },
        ["byte of a key"] = (random, bytes, start, end) =>
        {
            int colon = Find(random, bytes, start, end, ":");
            bytes[Math.Max(start + 1, colon - random.Next(1, 8))] ^= 4;
        },
        ["any byte"] = (random, bytes, start, end) => bytes[random.Next(start, end)] = (byte)random.Next(256),
        ["control"] = (random, bytes, start, end) => bytes.Insert(random.Next(start + 1, end), (byte)random.Next(0x20)),
        ["not UTF-8"] = (random, bytes, start, end) => bytes.Insert(random.Next(start + 1, end), 0xFF),
        ["head lost"] = (random, bytes, start, _) => bytes.RemoveRange(start, random.Next(1, 4)),
        ["end lost"] = (random, bytes, _, end) =>
        {
            int count = random.Next(1, 4);
            bytes.RemoveRange(end - count, count);
        },
        ["text without an end"] = (random, bytes, start, end) =>
        {
            int at = Find(random, bytes, start, end, "\"");
            bytes.InsertRange(at, Encoding.UTF8.GetBytes("\"{ text [ with }, {\"a\": [1 braces"));
        },
        ["noise"] = (random, bytes, start, end) =>
        {
            int from = random.Next(start, end - 1);
            int to = Math.Min(end, from + random.Next(1, 200));
            for (int i = from; i < to; i++)
            {
                bytes[i] = (byte)random.Next(256);
            }
        },
    };

    public static string[] Kinds { get; } = [.. s_kinds.Keys, "cut across", "zeros", "half at the end"];

    /// <summary>Damages an archive; returns what it is then, and the records that are still as they were.</summary>
    public static (byte[] Bytes, SortedSet<int> Sound) Apply(Random random, DamagedArchive archive, string kind, IEnumerable<int> chosen)
    {
        var bytes = archive.Bytes.ToList();
        var sound = new SortedSet<int>(Enumerable.Range(0, archive.Places.Count));
        foreach (int record in chosen.OrderDescending())
        {
            var (start, end) = archive.Places[record];
            sound.Remove(record);
            if (s_kinds.TryGetValue(kind, out var damage))
            {
                damage(random, bytes, start, end);
                continue;
            }

            int from = random.Next(start + 1, end - 1);
            int to = kind switch
            {
                "half at the end" => bytes.Count,
                "zeros" => Math.Min(bytes.Count, from + 4096),
                _ => From(random, archive.Places[Math.Min(archive.Places.Count - 1, record + random.Next(1, 4))]),
            };
            sound.RemoveWhere(i => archive.Places[i].End > from && archive.Places[i].Start < to);
            if (kind == "zeros")
            {
                for (int i = from; i < to; i++)
                {
                    bytes[i] = 0;
                }
            }
            else if (to > from)
            {
                bytes.RemoveRange(from, to - from);
            }
        }

        return ([.. bytes], sound);
    }

    static int From(Random random, (int Start, int End) place) => random.Next(place.Start + 1, place.End);

    static void Remove(Random random, List<byte> bytes, int start, int end, string any) =>
        bytes.RemoveAt(Find(random, bytes, start, end, any));

    static int Find(Random random, List<byte> bytes, int start, int end, string any)
    {
        var places = Enumerable.Range(start, end - start).Where(i => any.Contains((char)bytes[i])).ToList();
        return places.Count == 0 ? start : places[random.Next(places.Count)];
    }
}
