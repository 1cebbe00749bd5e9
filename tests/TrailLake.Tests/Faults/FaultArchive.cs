using System;
using System.Collections.Generic;
using TrailLake.Generator.Archives;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Store;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>One archive for all faults, and what an undisturbed run makes of it.</summary>
public sealed class FaultArchive : IDisposable
{
    readonly GeneratedArchive _archive = new(GeneratorProfile.Small, 2_500, seed: 23, duplicates: 0.1);

    public FaultArchive()
    {
        using var lake = new TestLake();
        lake.Ingest(new LocalLogSource(Folder), Options);
        Expected = Identities(lake);
    }

    public string Folder => _archive.Folder;

    /// <summary>Every event of the undisturbed lake.</summary>
    internal IReadOnlyList<string> Expected { get; }

    /// <summary>Several commits, so that a fault may come between them.</summary>
    internal static IngestOptions Options { get; } = new() { CommitEvents = 600 };

    /// <summary>
    /// Options for a run with a fault: every other seed's partitions are more than may be open, so that records are deferred.
    /// </summary>
    internal static IngestOptions OptionsOf(int seed) =>
        seed % 2 == 0 ? Options : Options with { MostOpenPartitions = 1, SmallFileRows = 1000, Memory = 1 << 20 };

    /// <summary>A source of it on the disk.</summary>
    internal LocalLogSource Source() => new(Folder);

    /// <summary>
    /// Checks a lake after a fault: sound as it is, and after a run without faults complete, sound, and known to the next run.
    /// </summary>
    internal void RequireRecovery(TestLake lake)
    {
        if (LakeStore.Exists(lake.Directory))
        {
            LakeDamager.RequireSound(lake.Directory);
        }

        lake.Ingest(Source(), Options);
        LakeDamager.RequireSound(lake.Directory);
        Assert.Equal(Expected, Identities(lake));
        Assert.Equal(0, lake.Ingest(Source()).Objects);
    }

    /// <summary>Every event as DuckDB sees it. Which of two equal copies was kept does not matter.</summary>
    internal static IReadOnlyList<string> Identities(TestLake lake) => lake.Events();

    public void Dispose() => _archive.Dispose();
}
