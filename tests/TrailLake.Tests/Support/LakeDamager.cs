using System.IO;
using System.Linq;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Parquet;
using TrailLake.Store;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>Breaks lakes on purpose, and looks at them as the verifier does.</summary>
static class LakeDamager
{
    /// <summary>Opens a lake.</summary>
    public static LakeStore Open(string lake) => LakeStore.Open(lake, new ParquetLakeFormat());

    /// <summary>Ingests a folder through a store that the test has set up.</summary>
    public static IngestReport Ingest(LakeStore store, string folder) =>
        new IngestPipeline(store, new LocalLogSource(folder)).RunAsync().GetAwaiter().GetResult();

    /// <summary>What a verification finds.</summary>
    public static LakeVerification Verify(string lake) => new LakeVerifier(Open(lake)).Run();

    /// <summary>Checks that nothing is wrong, and says what is.</summary>
    public static LakeVerification RequireSound(string lake)
    {
        var found = Verify(lake);
        Assert.True(
            found.IsSound, string.Join('\n', found.Damages.Select(damage => $"{damage.Path} {damage.Message}").Concat(found.Mismatches)));
        return found;
    }

    /// <summary>Changes one byte of a file.</summary>
    public static void Flip(string path, long at)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        int old = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(old ^ 0x5A));
    }

    /// <summary>Cuts a file.</summary>
    public static void Truncate(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    /// <summary>The one file of the ledger (<c>objects</c>) or of the rejects.</summary>
    public static string LedgerFile(string lake, string table) =>
        Assert.Single(Directory.GetFiles(Path.Combine(lake, table), "part-*.parquet"));
}
