using TrailLake.Index;

namespace TrailLake.Query.Search;

/// <summary>Knows from which addresses calls came.</summary>
interface ICallerAddresses
{
    /// <summary>The addresses, each once, of the data files in which the index lets something be found.</summary>
    IReadOnlyList<string> CallerAddresses(IndexQuery indexQuery, CancellationToken cancellation);
}
