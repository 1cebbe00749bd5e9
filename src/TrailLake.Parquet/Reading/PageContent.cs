using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Reading;

/// <summary>What a page holds.</summary>
/// <param name="Length">Bytes, inflated.</param>
/// <param name="Values">Values of a data page, missing ones counted; entries of a dictionary page.</param>
readonly record struct PageContent(int Length, int Values, PageEncoding Encoding);
