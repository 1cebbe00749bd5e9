using System;
using System.Collections.Generic;
using TrailLake.DeltaLog;
using TrailLake.Tables;

namespace TrailLake.Tests.Parquet;

/// <summary>What stands in the files of <c>Lakes/parquet-net</c>, which the version before this writer made.</summary>
static class EarlierTableRows
{
    static readonly DateTime s_time = new(2026, 3, 1, 12, 30, 15, 123, 456, DateTimeKind.Utc);

    public static IReadOnlyList<ObjectRow> Objects { get; } =
    [
        new()
        {
            Uri = "s3://b/k", ETag = "e", Account = "000000000012", Region = "eu-west-1", Kind = "CloudTrail", Prefix = "p",
            Organization = "o-1", DeliveryTime = s_time, Size = 1L << 40, ContentSize = 2, LastModified = s_time.AddDays(-1), Sha256 = "a",
            ContentSha256 = "b", Records = 6, Events = 3, Duplicates = 2, Rejects = 1, FirstEventTime = DateTime.UnixEpoch.AddSeconds(-1),
            LastEventTime = s_time.AddHours(1), State = ObjectState.Damaged, Reason = "broke off", Verified = "valid",
            IngestedAt = s_time, Version = "0.1.0", Batch = "b1",
        },
        new()
        {
            Uri = "file:///é😀", ETag = "", Kind = "Other", LastModified = s_time, State = ObjectState.Unreadable, IngestedAt = s_time,
            Version = "", Batch = "b2",
        },
    ];

    public static IReadOnlyList<RejectRow> Rejects { get; } =
    [
        new()
        {
            SourceObject = "s3://b/k", SourceIndex = -1, Offset = 7, Length = 3, Reason = "not-json", Message = "é", Content = [0, 255, 10],
            RejectedAt = s_time, Batch = "b1",
        },
        new()
        {
            SourceObject = "s3://b/k", SourceIndex = 4, Offset = 1L << 33, Length = 0, Reason = "empty-object", Message = "",
            Content = [], RejectedAt = s_time.AddMicroseconds(1), Batch = "b2",
        },
    ];

    public static IReadOnlyList<CopyRow> Copies { get; } =
    [
        new() { CopyObject = "s3://b/é", CopyIndex = 0, KeptObject = "s3://b/k", KeptIndex = 1L << 40, Records = 17, Batch = "b1" },
        new() { CopyObject = "s3://b/é", CopyIndex = 17, KeptObject = "s3://b/é", KeptIndex = 3, Records = 1, Batch = "b1" },
    ];

    public static IReadOnlyList<DeltaAction> Checkpoint { get; } =
    [
        new ProtocolAction(1, 2),
        new MetadataAction("id", "events", "{}", ["date", "account"], new Dictionary<string, string> { ["a"] = "b" }, 17),
        new TxnAction("batch", 1, null),
        new TxnAction("batch2", 1, 5),
        new AddAction(
            "a.parquet",
            new Dictionary<string, string?> { ["date"] = "2026-03-01", ["account"] = null },
            9,
            8,
            false,
            "{\"numRecords\":1}",
            new Dictionary<string, string> { ["sha256"] = "ab" }),
        new AddAction("b.parquet", new Dictionary<string, string?>(), 1, 2, false, null, null),
        new RemoveAction("c.parquet", 3, false, new Dictionary<string, string?> { ["date"] = "2026-03-02" }, 4),
    ];
}
