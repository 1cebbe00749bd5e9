using TrailLake.Storage;

namespace TrailLake.Tests.Lake.Storage;

/// <summary>The contract, over the storage that stands in for an object store.</summary>
public sealed class MemoryStorageTests : StorageTests
{
    internal override ILakeStorage Storage { get; } = new MemoryStorage();
}
