using System.Linq;
using TrailLake.Answers.Coverage;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query;

/// <summary>Files of a ledger that older versions wrote lack columns: they are null, whichever file comes first.</summary>
public sealed class OlderLedgerTests
{
    [Theory]
    [InlineData("old,old", "∅,∅")]
    [InlineData("old,new", "∅,valid")]
    [InlineData("new,old", "valid,∅")]
    public void MissingColumn_IsNull(string ages, string expected)
    {
        using var lake = new QueryLake();
        foreach (var (age, i) in ages.Split(',').Select((age, i) => (age, i)))
        {
            lake.AddLedger(
                "objects",
                new()
                {
                    ["uri"] = $"'u{i}'",
                    ["etag"] = "'t'",
                    ["events"] = "1",
                    ["state"] = "'done'",
                    ["verified"] = "'valid'",
                    ["firstEventTime"] = "TIMESTAMPTZ '2026-03-01 10:00:00Z'",
                },
                without: age == "old" ? "verified" : null);
        }

        lake.Commit();
        using var session = lake.Open();
        using var result = session.Query("SELECT verified, firstEventTime, typeof(firstEventTime) FROM objects ORDER BY uri");
        var rows = result.ReadAll();
        Assert.Equal(expected, string.Join(',', rows.Select(row => row[0] ?? "∅")));
        Assert.All(rows, row => Assert.Equal(["2026-03-01T10:00:00Z", "TIMESTAMP WITH TIME ZONE"], row.Skip(1)));
    }

    [Fact]
    public void Status_CountsTheRowsOfRepeatedObjectsOnce()
    {
        using var lake = QueryLake.WithSample();
        lake.AddLedger(
            "objects",
            new() { ["uri"] = "'s3://b/k'", ["etag"] = "'t'", ["events"] = "3", ["duplicates"] = "1", ["state"] = "'unreadable'" });
        lake.AddLedger(
            "objects",
            new() { ["uri"] = "'s3://b/l'", ["etag"] = "'t'", ["events"] = "4", ["state"] = "'damaged'", ["verified"] = "'valid'" });
        var snapshot = TrailLake.Store.LakeStore.Open(lake.Directory, new TrailLake.Parquet.ParquetLakeFormat()).Snapshot();
        using var session = lake.Open();
        var status = LakeStatus.Read(lake.Directory, snapshot, session);
        Assert.Equal((2, 1, 0, 1, 1), (status.Objects, status.DamagedObjects, status.UnreadableObjects, status.Duplicates, status.Rejects));
        Assert.Equal(("valid", 1L, 4L), (status.Verified.Single().Key, status.Verified.Single().Value, status.VerifiedEvents));
        Assert.Equal(("2026-03-01T10:00:00Z", "2026-03-02T00:00:00Z"), (status.FirstEventTime, status.LastEventTime));
    }
}
