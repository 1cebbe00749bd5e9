using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>The tests that share one <see cref="S3Server"/>.</summary>
[CollectionDefinition(Name)]
public sealed class S3Collection : ICollectionFixture<S3Server>
{
    public const string Name = "S3";
}
