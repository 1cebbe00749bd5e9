using System;
using System.IO;
using System.Linq;
using TrailLake.Fuzz;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Fuzz;

/// <summary>A short run of the fuzzer, and the inputs that longer runs have found.</summary>
public sealed class FuzzTests
{
    static string Cases => ProjectFolder.File("tests", "TrailLake.Fuzz", "Cases");

    public static TheoryData<string> CaseNames() =>
        [.. Directory.GetFiles(Cases).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(1)]
    [InlineData(20260301)]
    public void Rounds_GiveNoAnswerThatCannotBe(int seed)
    {
        using var folder = new TempFolder();
        for (int round = 0; round < 600; round++)
        {
            try
            {
                Campaign.Round(seed, round, folder.Path);
            }
            catch (FuzzFailure e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e.Message}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Case_HoldsNow(string name)
    {
        byte[] input = File.ReadAllBytes(Path.Combine(Cases, name));
        using var folder = new TempFolder();
        if (name.StartsWith("delta-", StringComparison.Ordinal))
        {
            DeltaTarget.Check(input, folder.Path);
        }
        else
        {
            ArchiveTarget.Check(input, new Random(1));
        }
    }

    [Theory]
    [InlineData("object-swallowed-by-control.bin", "id-2 id-3 id-4 id-5")]
    [InlineData("object-swallowed-by-bad-utf8.bin", "id-1 id-2")]
    [InlineData("object-rest-behind-bad-utf8.bin", "id-0 id-2 id-3")]
    [InlineData("object-control-in-wrapper.bin", "id-0 id-1 id-2 id-3 id-4")]
    public void RecordsThatADamagedOneSwallowed_AreEvents(string name, string ids) =>
        Assert.Equal(ids, string.Join(' ', ObjectProbe.Read(File.ReadAllBytes(Path.Combine(Cases, name))).EventIds));

    [Fact]
    public void GzipWhoseEndIsLost_ButWhoseLengthFits_IsDamaged()
    {
        var probe = ObjectProbe.Read(File.ReadAllBytes(Path.Combine(Cases, "object-gzip-same-length.bin")));
        Assert.Equal(TrailLake.Tables.ObjectState.Damaged, probe.Row.State);
        Assert.Null(probe.Row.ContentSha256);
    }

    [Fact]
    public void Campaign_IsTheSameForTheSameSeed()
    {
        byte[] input = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var first = Enumerable.Range(0, 50).Select(i => Mutator.Change(new Random(i), input)).ToList();
        var second = Enumerable.Range(0, 50).Select(i => Mutator.Change(new Random(i), input)).ToList();
        Assert.Equal(
            first.Select(mutation => Convert.ToHexString(mutation.Bytes)), second.Select(mutation => Convert.ToHexString(mutation.Bytes)));
        Assert.All(first, mutation =>
        {
            Assert.Equal(input[..mutation.First], mutation.Bytes[..mutation.First]);
            Assert.Equal(input[mutation.Last..], mutation.Bytes[(mutation.Bytes.Length - (input.Length - mutation.Last))..]);
        });
    }
}
