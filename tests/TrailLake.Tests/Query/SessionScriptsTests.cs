using System.Linq;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.Views;
using Xunit;

namespace TrailLake.Tests.Query;

public sealed class SessionScriptsTests
{
    [Theory]
    [InlineData("SELECT count(*) FROM objects_history", "objects_history")]
    [InlineData("SELECT count(*) FROM objects", "objects_history objects")]
    [InlineData("SELECT count(*) FROM rejects", "rejects")]
    [InlineData("SELECT sum(o.records) FROM objects AS o, events", "objects_history objects events_files events")]
    [InlineData("SELECT count(*) FROM \"events\"", "events_files events")]
    public void OfTheViewsOfALake_AStatementGetsThoseItStandsOn(string sql, string views)
    {
        // The ledger has a column that is called events: in a large lake, the view of that name takes longer to make than to ask the
        // ledger.
        var files = new LakeFiles
        {
            Directory = "/lake",
            Events = [new LakeFile("/lake/events/date=2026-01-01/account=1/part.parquet", new(2026, 1, 1), "1")],
            Objects = ["/lake/objects/part.parquet"],
            Rejects = ["/lake/rejects/part.parquet"],
            MixedObjects = [],
            MixedRejects = [],
        };
        var scripts = new SessionScripts(LakeViews.Create(files, () => files.Events, EventFilter.All, () => ["CREATE TABLE copy_groups"]));
        var made = scripts.For(sql).Where(statement => statement.StartsWith("CREATE VIEW", System.StringComparison.Ordinal))
            .Select(statement => statement.Split(' ')[2]);
        Assert.Equal(views.Split(' '), made);
    }
}
