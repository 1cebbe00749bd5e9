using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Optimization;

/// <summary>A lake of many small files, made once and copied for each test.</summary>
public sealed class TrickledLake : IDisposable
{
    const int Slices = 6;

    readonly GeneratedArchive _archive = SlicedLake.FewDays(700, seed: 61, duplicates: 0.1);
    readonly TestLake _lake = new();

    public TrickledLake()
    {
        foreach (var slice in SlicesOf(seed: 61))
        {
            _lake.Ingest(slice);
        }

        Expected = _lake.Events();
    }

    public string Folder => _archive.Folder;

    /// <summary>Every event.</summary>
    public IReadOnlyList<string> Expected { get; }

    /// <summary>Pages of 4 KiB that the lake takes on a disk.</summary>
    public long Pages
    {
        get
        {
            long sum = 0;
            foreach (string path in Directory.EnumerateFiles(_lake.Directory, "*", SearchOption.AllDirectories))
            {
                sum += (new FileInfo(path).Length + 4095) / 4096;
            }

            return sum;
        }
    }

    /// <summary>The archive in a few parts, as it might trickle in.</summary>
    internal IEnumerable<ILogSource> SlicesOf(int seed)
    {
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(files);
        return files.Chunk((files.Length / Slices) + 1)
            .Select(slice => new CompositeLogSource([.. slice.Select(file => new LocalLogSource(file))]));
    }

    /// <summary>Copies it.</summary>
    internal void CopyTo(string target)
    {
        foreach (string path in Directory.EnumerateFiles(_lake.Directory, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(_lake.Directory, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    /// <summary>Checks a lake after a fault: sound and complete as it is, and after a run without faults in order.</summary>
    internal void RequireRecovery(TestLake lake)
    {
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(Expected, lake.Events());
        Assert.Empty(new LakeOptimizer(LakeDamager.Open(lake.Directory)).Run().Left);
        new LakeSweep(LakeDamager.Open(lake.Directory)).Run(TimeSpan.FromSeconds(-10));
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(Expected, lake.Events());
        Assert.True(new LakeOptimizer(LakeDamager.Open(lake.Directory)).Run().IsNothing);
        Assert.Equal(0, lake.Ingest(new LocalLogSource(Folder)).Objects);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(lake.Directory, "*", SearchOption.AllDirectories),
            path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _lake.Dispose();
        _archive.Dispose();
    }
}
