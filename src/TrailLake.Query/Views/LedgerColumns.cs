using System.Collections.Immutable;

namespace TrailLake.Query.Views;

/// <summary>Columns of the ledger, the rejects and the copies: what the views have when the lake has no such file yet.</summary>
static class LedgerColumns
{
    public static ImmutableArray<(string Name, string Type)> Objects { get; } =
    [
        ("uri", "VARCHAR"), ("etag", "VARCHAR"), ("account", "VARCHAR"), ("region", "VARCHAR"), ("kind", "VARCHAR"), ("prefix", "VARCHAR"),
        ("organization", "VARCHAR"), ("deliveryTime", "TIMESTAMPTZ"), ("size", "BIGINT"), ("contentSize", "BIGINT"),
        ("lastModified", "TIMESTAMPTZ"), ("sha256", "VARCHAR"), ("contentSha256", "VARCHAR"), ("records", "BIGINT"), ("events", "BIGINT"),
        ("duplicates", "BIGINT"), ("rejects", "BIGINT"), ("firstEventTime", "TIMESTAMPTZ"), ("lastEventTime", "TIMESTAMPTZ"),
        ("state", "VARCHAR"), ("reason", "VARCHAR"), ("verified", "VARCHAR"), ("ingestedAt", "TIMESTAMPTZ"), ("version", "VARCHAR"),
        ("batch", "VARCHAR"),
    ];

    public static ImmutableArray<(string Name, string Type)> Rejects { get; } =
    [
        ("sourceObject", "VARCHAR"), ("sourceIndex", "BIGINT"), ("offset", "BIGINT"), ("length", "BIGINT"), ("reason", "VARCHAR"),
        ("message", "VARCHAR"), ("content", "BLOB"), ("rejectedAt", "TIMESTAMPTZ"), ("batch", "VARCHAR"),
    ];

    public static ImmutableArray<(string Name, string Type)> Copies { get; } =
    [
        ("copyObject", "VARCHAR"), ("copyIndex", "BIGINT"), ("keptObject", "VARCHAR"), ("keptIndex", "BIGINT"), ("records", "BIGINT"),
        ("batch", "VARCHAR"),
    ];
}
