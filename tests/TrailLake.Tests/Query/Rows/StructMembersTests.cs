using System.Linq;
using System.Text.Json;
using TrailLake.Query.Sql;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query.Rows;

public sealed class StructMembersTests
{
    [Theory]
    [InlineData("SELECT eventID FROM events_with('x')", "")]
    [InlineData("SELECT userIdentity.arn AS a FROM events_with('x') ORDER BY a", "userIdentity.arn")]
    [InlineData("SELECT USERIDENTITY.Arn, x.tlsDetails.tlsVersion FROM events_with('x') x", "userIdentity.arn tlsDetails.tlsVersion")]
    [InlineData(
        "SELECT count(*) FROM events_with('x') WHERE userIdentity.sessionContext.sessionIssuer.arn = 'y'",
        "userIdentity.sessionContext.sessionIssuer.arn")]
    [InlineData(
        "SELECT list_filter(resources, lambda r: r.ARN = 'y') FROM events_with('x')",
        "resources.ARN resources.accountId resources.type resources.ARNPrefix")]
    [InlineData(
        "SELECT addendum FROM events_with('x')",
        "addendum.reason addendum.updatedFields addendum.originalRequestID addendum.originalEventID")]
    [InlineData(
        "SELECT addendum.nothing FROM events_with('x')",
        "addendum.reason addendum.updatedFields addendum.originalRequestID addendum.originalEventID")]
    public void MembersThatAreNamed_AreWanted(string sql, string expected)
    {
        var members = StructMembers.Of(Tree(sql));
        var wanted = CloudTrailSchema.Leaves.Where(leaf => leaf.Path.Contains('.', System.StringComparison.Ordinal) && members[leaf.Index])
            .Select(leaf => leaf.Path);
        Assert.Equal(expected.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Order(), wanted.Order());
    }

    [Theory]
    [InlineData("SELECT * FROM events_with('x')")]
    [InlineData("FROM events_with('x')")]
    [InlineData("SELECT x FROM events_with('x') x")]
    [InlineData("SELECT events_with FROM events_with('x')")]
    [InlineData("SELECT hash(x) FROM events_with('x') x")]
    [InlineData("WITH c AS (FROM events_with('x')) SELECT c FROM c")]
    [InlineData("SELECT COLUMNS('a.*') FROM events_with('x')")]
    [InlineData("SELECT a.eventID FROM events_with('x') a NATURAL JOIN events b")]
    [InlineData("SELECT a.eventID FROM events_with('x') a JOIN events b USING (userIdentity)")]
    [InlineData("SELECT q.b FROM events_with('x') AS q(a, b)")]
    [InlineData("SELECT #2 FROM events_with('x')")]
    [InlineData("SUMMARIZE FROM events_with('x')")]
    public void WhereItCannotBeTold_AllAreWanted(string sql) =>
        Assert.Equal(StructMembers.All.Count(), StructMembers.Of(Tree(sql)).Count(isWanted => isWanted));

    [Theory]
    [InlineData("SELECT eventID, 'userIdentity.arn' FROM found", "")]
    [InlineData(
        "SELECT count(*), min(userIdentity.arn) FROM found WHERE \"tlsDetails\".\"tlsVersion\" = 'a.b'",
        "userIdentity.arn tlsDetails.tlsVersion")]
    [InlineData(
        "WITH c AS (SELECT addendum AS a FROM found) SELECT a.reason FROM c",
        "addendum.reason addendum.updatedFields addendum.originalRequestID addendum.originalEventID")]
    public void MembersThatTheLibraryNames_AreWanted(string sql, string expected)
    {
        var members = StructMembers.Named(sql);
        var wanted = CloudTrailSchema.Leaves.Where(leaf => leaf.Path.Contains('.', System.StringComparison.Ordinal) && members[leaf.Index])
            .Select(leaf => leaf.Path);
        Assert.Equal(expected.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Order(), wanted.Order());
    }

    [Theory]
    [InlineData("SELECT sourceObject FROM (SELECT * FROM found)")]
    [InlineData("FROM found WHERE eventID = ''")]
    [InlineData("SELECT CASE WHEN isShown THEN COLUMNS(* EXCLUDE (isShown)) END FROM found")]
    public void WhereTheLibraryNamesNoColumns_AllAreWanted(string sql) =>
        Assert.Equal(StructMembers.All.Count(), StructMembers.Named(sql).Count(isWanted => isWanted));

    static JsonElement Tree(string sql) =>
        JsonDocument.Parse((string)DuckDb.Query(
            $"SELECT json_serialize_sql('{sql.Replace("'", "''", System.StringComparison.Ordinal)}')::VARCHAR")[0][0]!).RootElement;
}
