using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using TrailLake.Tables;

namespace TrailLake.Fuzz;

/// <summary>The way of an object's bytes: gzip, framing, scanning, columns.</summary>
static class ArchiveTarget
{
    static readonly JsonDocumentOptions s_strict = new() { MaxDepth = ScanLimits.MaxDepth };

    /// <summary>One random input, and everything that must hold for it.</summary>
    public static void Round(Random random)
    {
        // Now and then more than the reader holds at a time.
        int count = random.Next(16) == 0 ? random.Next(100, 600) : random.Next(1, 12);
        var records = Enumerable.Range(0, count).Select(i => SampleRecord.Make(random, $"id-{i}")).ToList();
        var (content, places) = Join(records);
        if (random.Next(4) == 0)
        {
            RoundOfGzip(random, content);
            return;
        }

        var mutation = Mutator.Change(random, content);
        byte[] stored = random.Next(4) == 0 ? Gzip(mutation.Bytes) : mutation.Bytes;
        var probe = Check(stored, random);
        CheckBefore(mutation, places, probe, stored);
        CheckAfter(mutation, places, probe, stored);
        CheckOracle(mutation.Bytes, probe, stored);
    }

    /// <summary>What holds for any bytes at all; throws for what does not.</summary>
    public static ObjectProbe Check(byte[] stored, Random random)
    {
        ObjectProbe whole;
        try
        {
            whole = ObjectProbe.Read(stored);
            var pieces = ObjectProbe.Read(stored, random);

            // How much of damaged gzip data an inflater gives out before it notices depends on the pieces in which it is fed.
            bool isSame = whole.Summary() == pieces.Summary()
                || (stored is [0x1F, 0x8B, ..] && whole.Row.State == ObjectState.Damaged && pieces.Row.State == ObjectState.Damaged);
            Require(isSame, $"in pieces it reads otherwise: {whole.Summary()} and {pieces.Summary()}", stored);
        }
        catch (Exception e) when (e is not FuzzFailure)
        {
            throw new FuzzFailure($"{e.GetType().Name}: {e.Message}", stored, e);
        }

        var row = whole.Row;
        Require(row.Records == row.Events + row.Duplicates + row.Rejects, "records are not events + duplicates + rejects", stored);
        Require(
            (row.Events, row.Duplicates, row.Rejects) == (whole.Events, whole.Duplicates, whole.Rejects),
            "the ledger counts otherwise",
            stored);
        Require(row.State == ObjectState.Done || row.Reason is not null, "it is not done and nobody says why", stored);
        return whole;
    }

    // A delivery whose bytes were damaged after packing: what comes out is a beginning of what went in, or it is noticed.
    static void RoundOfGzip(Random random, byte[] content)
    {
        byte[] packed = random.Next(3) == 0
            ? [.. Gzip(content[..(content.Length / 2)]), .. Gzip(content[(content.Length / 2)..])]
            : Gzip(content);
        var original = ObjectProbe.Read(packed);
        var mutation = Mutator.Change(random, packed);
        var probe = Check(mutation.Bytes, random);
        if (mutation.Bytes is not [0x1F, 0x8B, ..] || probe.Row.State == ObjectState.Unreadable)
        {
            return;
        }

        Require(
            probe.Row.State != ObjectState.Done || probe.Row.ContentSha256 == Hash(content) || !IsOneMember(packed, content),
            "a damaged gzip file counts as done with other content",
            mutation.Bytes);
        if (mutation.First >= packed.Length - 8)
        {
            Require(probe.EventIds.SequenceEqual(original.EventIds), "damage behind the content has changed the events", mutation.Bytes);
        }
    }

    // Records that end before the damage are events, whatever follows.
    static void CheckBefore(Mutation mutation, List<(int Start, int End)> places, ObjectProbe probe, byte[] stored)
    {
        int intact = places.Count(place => place.End <= mutation.First);
        for (int i = 0; i < intact; i++)
        {
            Require(
                probe.EventIds.Contains($"id-{i}"),
                $"record {i} of {places.Count}, before the damage at {mutation.First}, is lost",
                stored);
        }
    }

    // Records that begin behind the damage are events. Or all that follow became a part of something well-formed: then its event or its
    // reject holds them.
    static void CheckAfter(Mutation mutation, List<(int Start, int End)> places, ObjectProbe probe, byte[] stored)
    {
        int first = places.FindIndex(place => place.Start >= mutation.Last);
        for (int i = first; first >= 0 && i < places.Count; i++)
        {
            bool isThere = probe.EventIds.Contains($"id-{i}") || probe.Holds($"\"id-{i}\"");
            Require(isThere, $"record {i} of {places.Count}, behind the damage that ends at {mutation.Last}, is lost", stored);
        }
    }

    // Where JsonDocument reads the whole, it and the scanner find the same records.
    static void CheckOracle(byte[] content, ObjectProbe probe, byte[] stored)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(content, s_strict);
        }
        catch (JsonException)
        {
            return;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Count() == 1
                && root.TryGetProperty("Records", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                // What is no record may go into the reject of the broken one before it.
                int count = list.GetArrayLength();
                int others = list.EnumerateArray().Count(e => JsonMarshal.GetRawUtf8Value(e).IndexOf("\"eventVersion\""u8) < 0);
                Require(
                    probe.Row.Records <= count && probe.Row.Records >= count - others,
                    $"JsonDocument finds {count} records, the scanner {probe.Row.Records}",
                    stored);
            }
        }
    }

    static (byte[] Content, List<(int Start, int End)> Places) Join(List<string> records)
    {
        var content = new List<byte>("{\"Records\":["u8.ToArray());
        var places = new List<(int, int)>();
        foreach (string record in records)
        {
            if (places.Count > 0)
            {
                content.Add((byte)',');
            }

            int start = content.Count;
            content.AddRange(Encoding.UTF8.GetBytes(record));
            places.Add((start, content.Count));
        }

        content.AddRange("]}"u8);
        return ([.. content], places);
    }

    static bool IsOneMember(byte[] packed, byte[] content) => BitConverter.ToUInt32(packed, packed.Length - 4) == (uint)content.Length;

    static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    static void Require(bool holds, string message, byte[] input)
    {
        if (!holds)
        {
            throw new FuzzFailure(message, input);
        }
    }
}
