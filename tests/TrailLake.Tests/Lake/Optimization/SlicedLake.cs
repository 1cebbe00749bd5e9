using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Repair;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Optimization;
using TrailLake.Store;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Optimization;

/// <summary>A lake that many small ingests have made, as a daily trickle does.</summary>
sealed class SlicedLake : IDisposable
{
    readonly TempFolder _folder = new();

    public TestLake Lake { get; } = new();

    public string Directory => Lake.Directory;

    /// <summary>A copy of a lake that several tests share.</summary>
    internal static SlicedLake Of(TrickledLake trickled)
    {
        var lake = new SlicedLake();
        trickled.CopyTo(lake.Directory);
        return lake;
    }

    /// <summary>
    /// An archive of two days and many small objects. Each file that a test writes is flushed to the disk, so there should not be hundreds.
    /// </summary>
    public static GeneratedArchive FewDays(int events, int seed, double duplicates = 0) =>
        new(GeneratorProfile.Small, events, (ulong)seed, duplicates: duplicates, days: 2);

    /// <summary>Ingests a folder's files in so many runs, in no order.</summary>
    public static SlicedLake Of(string archive, int slices, int seed = 1)
    {
        var lake = new SlicedLake();
        var files = System.IO.Directory.GetFiles(archive, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(files);
        var store = LakeStore.OpenOrCreate(lake.Directory, new TrailLake.Parquet.ParquetLakeFormat());
        foreach (var (number, slice) in files.Chunk((files.Length + slices - 1) / slices).Index())
        {
            string root = lake._folder.File($"{number:D3}");
            foreach (string file in slice)
            {
                string target = Path.Combine(root, Path.GetRelativePath(archive, file));
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            LakeDamager.Ingest(store, root);
        }

        return lake;
    }

    /// <summary>Optimizes; before and after, DuckDB must see the same rows in all columns, and the lake must be sound.</summary>
    public OptimizeReport OptimizeAndCompare(OptimizeOptions? options = null)
    {
        var before = Lake.Snapshot();
        var report = Optimize(options);
        LakeDamager.RequireSound(Directory);
        AssertSameRows(before, Lake.Snapshot());
        return report;
    }

    public OptimizeReport Optimize(OptimizeOptions? options = null) => new LakeOptimizer(LakeDamager.Open(Directory), options).Run();

    /// <summary>Brings back what is damaged from the slices that it came from.</summary>
    public RepairReport Repair()
    {
        using var sources = new SourceLocator(name => new LocalLogSource(name));
        return new LakeRepair(LakeDamager.Open(Directory), sources).RunAsync(LakeDamager.Verify(Directory)).GetAwaiter().GetResult();
    }

    /// <summary>A run that has nothing to do, and changes nothing.</summary>
    public void RequireNothingToDo(OptimizeOptions? options = null)
    {
        var before = Files();
        Assert.True(new LakeOptimizer(LakeDamager.Open(Directory), options).Plan().IsNothing);
        var report = Optimize(options);
        Assert.True(report.IsNothing, $"{report}");
        Assert.Equal(0, report.Commits);
        Assert.Equal(before, Files());
    }

    /// <summary>All files of the lake.</summary>
    public IReadOnlyList<string> Files() =>
        [.. System.IO.Directory.GetFiles(Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>DuckDB reads both snapshots' files itself, partition columns included, and compares the rows as multisets.</summary>
    public static void AssertSameRows(LakeSnapshot one, LakeSnapshot other)
    {
        string a = Read(one);
        string b = Read(other);
        Assert.True(DuckDb.Scalar<long>($"SELECT count(*) FROM {a}") > 0);
        Assert.Equal((0L, 0L), (DuckDb.Scalar<long>($"SELECT count(*) FROM (FROM {a} EXCEPT ALL FROM {b})"),
            DuckDb.Scalar<long>($"SELECT count(*) FROM (FROM {b} EXCEPT ALL FROM {a})")));
    }

    public void Dispose()
    {
        Lake.Dispose();
        _folder.Dispose();
    }

    static string Read(LakeSnapshot snapshot) =>
        $"read_parquet([{string.Join(", ", snapshot.Files.Select(file => $"'{file.Path}'"))}], hive_partitioning = true, hive_types = "
            + $"{{'account': VARCHAR, 'date': VARCHAR}})";
}
