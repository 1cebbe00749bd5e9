using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using Xunit;

namespace TrailLake.Tests.Scanning;

/// <summary>
/// A damaged record of a file costs that record. In whatever form the file is, all others are events as JsonDocument reads them, and what is no
/// event is a reject, byte for byte.
/// </summary>
public sealed class RecordReaderDamageTests
{
    const int Seeds = 3;

    public static TheoryData<string, string> WrappersAndSpacings() =>
        new(from wrapper in DamagedArchive.Wrappers from spacing in DamagedArchive.Spacings select (wrapper, spacing));

    [Theory]
    [MemberData(nameof(WrappersAndSpacings))]
    public void OneDamage_CostsNoOtherRecord(string wrapper, string spacing)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            foreach (string order in DamagedArchive.Orders)
            {
                foreach (string kind in ArchiveDamage.Kinds)
                {
                    Check(new ArchiveForm(spacing, order, wrapper), kind, seed);
                }
            }
        }
    }

    /// <summary>One round; what does not hold is told with the seed that makes it again.</summary>
    internal static void Check(ArchiveForm form, string kind, int seed)
    {
        var random = new Random(seed * 7919 + kind.Length);
        var archive = DamagedArchive.Make(random, random.Next(6, 14), form);
        var chosen = Choose(random, archive.Places.Count);
        var (bytes, sound) = ArchiveDamage.Apply(random, archive, kind, kind is "cut across" or "zeros" or "half at the end" ? chosen.Take(1) : chosen);
        var found = Reading.Of(bytes, random.Next(3) switch { 0 => 64, 1 => random.Next(65, 3000), _ => 1 << 18 });
        string what = $"{form}, {kind}, seed {seed}, records {string.Join(' ', chosen)}";
        found.AssertHolds(archive, bytes, sound, what);
        int damaged = archive.Places.Count - sound.Count;
        int rejects = found.Rejects.Count - (form.Wrapper == "timestamps" ? archive.Places.Count : 0);
        Assert.True(rejects <= damaged * 3 + 1, $"{what}: {rejects} rejects of {damaged} damaged records");
    }

    internal static void Dump(ArchiveForm form, string kind, int seed, string path)
    {
        var random = new Random(seed * 7919 + kind.Length);
        var archive = DamagedArchive.Make(random, random.Next(6, 14), form);
        var chosen = Choose(random, archive.Places.Count);
        File.WriteAllBytes(path + ".before", archive.Bytes);
        File.WriteAllBytes(path, ArchiveDamage.Apply(random, archive, kind, kind is "cut across" or "zeros" or "half at the end" ? chosen.Take(1) : chosen).Bytes);
    }

    static List<int> Choose(Random random, int count)
    {
        int first = random.Next(count);
        return random.Next(6) switch
        {
            0 => [0],
            1 => [count - 1],
            2 => [.. Enumerable.Range(0, count).Where(i => i % 2 == first % 2)],
            3 => [.. Enumerable.Range(first, Math.Min(3, count - first))],
            _ => [first],
        };
    }
}
