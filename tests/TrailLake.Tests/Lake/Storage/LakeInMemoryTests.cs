using System;
using System.Linq;
using TrailLake.Maintenance;
using TrailLake.Maintenance.Optimization;
using TrailLake.Maintenance.Verification;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Lake.Storage;

/// <summary>All that a lake does, over a storage without any path: nothing above it may open a file by itself.</summary>
public sealed class LakeInMemoryTests : IDisposable
{
    readonly TempFolder _source = new();
    readonly MemoryStorage _storage = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void ALakeOnNoDisk_IsIngestedReadVerifiedOptimizedPurgedAndSwept()
    {
        var store = LakeStore.OpenOrCreate(_storage, new ParquetLakeFormat());
        store.CheckpointInterval = 2;
        for (int day = 1; day <= 4; day++)
        {
            _source.Write($"{day}/Records.json", Records.File(Records.Of($"id-{day}"), Records.Of($"id-{day + 1}")));
            var report = LakeDamager.Ingest(store, _source.File($"{day}"));
            Assert.Equal((2, day == 1 ? 2 : 1), (report.Records, report.Events));
        }

        var snapshot = LakeStore.Open(_storage, new ParquetLakeFormat()).Snapshot();
        Assert.Equal((4, 5L), (snapshot.Files.Count, snapshot.Files.Sum(file => file.Rows)));
        Assert.Equal((4, 3), (snapshot.ReadObjects().Count(), snapshot.ReadCopies().Count()));
        Assert.Contains(_storage.List("events/_delta_log"), name => name.EndsWith(".checkpoint.parquet", StringComparison.Ordinal));
        RequireSound();

        Assert.Equal(1, new LakeOptimizer(store).Run().FilesAfter);
        Assert.Equal(5, RequireSound().Events);
        Assert.Equal(4, new DigestVerdictRecorder(store, _ => "valid").Run()["valid"]);
        Assert.Equal(
            4, new LakeSweep(store).Run(TimeSpan.FromSeconds(-10)).Count(name => name.Contains("/date=", StringComparison.Ordinal)));
        Assert.Equal(5, new LakePurge(store, new DateOnly(2100, 1, 1)).Run().Events);
        Assert.Empty(LakeStore.Open(_storage, new ParquetLakeFormat()).Snapshot().Files);
        Assert.Equal(5, RequireSound().Purged);
        Assert.DoesNotContain(_storage.ListAll("uploads"), _ => true);
    }

    LakeVerification RequireSound()
    {
        var found = new LakeVerifier(LakeStore.Open(_storage, new ParquetLakeFormat())).Run();
        Assert.True(
            found.IsSound, string.Join('\n', found.Damages.Select(damage => $"{damage.Path} {damage.Message}").Concat(found.Mismatches)));
        Assert.Null(found.SecretProblem);
        return found;
    }
}
