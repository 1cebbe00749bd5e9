using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Answers.Timelines;
using TrailLake.Errors;
using TrailLake.Generator.Archives;
using TrailLake.Index;
using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Index;

/// <summary>
/// A search through the index finds what the same SQL finds over all files; each record of the hand-made lake is a file of its own.
/// </summary>
public sealed class IndexSearchTests : IAsyncLifetime
{
    // What the patterns of EntityFilter can match, and what only looks so.
    static readonly string[] s_requests =
    [
        """{"bucketName":"plain-bucket"}""",
        """{"arn":"arn:aws:iam::222222222222:role/path/deep-role"}""",
        """{"policy":"{\"Principal\":{\"AWS\":\"arn:aws:iam::333333333333:root\"}}"}""",
        """{"policy":"{\"AWS\":\"444444444444\",\"x\":1}"}""",
        """{"name":"say \"last words"}""",
        """{"name":"slash\/ed\/path"}""",
        """{"name":"\u0065scaped"}""",
        """{"name":"back\\slash"}""",
        """{"id":"AROAEXAMPLEEXAMPLE12:session"}""",
        """{"cidr":"203.0.113.9/32","v6":"2001:db8::9/128"}""",
        """{"list":["one","two"],"deep":{"deeper":{"name":"buried"}},"number":123456789012}""",
        """{"plain-key":"x"}""",
        """{"key":"arn:aws:s3:::"}""",
        """{"key":":colon","other":",comma"}""",
        """{"emoji":"grüße-😀"}""",
        """{"account":"555555555555:thing"}""",
        """{"double":"{\"a\":\"{\\\"AWS\\\":\\\"arn:aws:iam::666666666666:user/x\\\"}\"}"}""",
        "{\n  \"name\": \"printed-last\"\n}",
        "{ \"name\" : \"printed-first\" , \"n\" : [ \"printed-in-list\" ] }",
        "\"bare-string\"",
    ];

    static readonly string[] s_entities =
    [
        "plain-bucket", "deep-role", "path/deep-role", "role/path/deep-role", "arn:aws:iam::222222222222:role/path/deep-role",
        "222222222222", "333333333333",
        "444444444444", "555555555555", "666666666666", "last words", "say \"last words", "slash/ed/path", "path", "escaped", "back\\slash",
        "AROAEXAMPLEEXAMPLE12",
        "AROAEXAMPLEEXAMPLE12:session", "203.0.113.9", "2001:db8::9", "203.0.113.9/32", "one", "buried", "123456789012", "plain-key", "x",
        ":colon", ",comma", ":",
        "grüße-😀", "bare-string", "printed-last", "printed-first", "printed-in-list", "s3:::", "root", "nowhere", "bucket-of-object",
        "bucket-of-object/folder", "arn:aws:s3:::bucket-of-object",
        "arn:aws:s3:::bucket-of-object/folder", "arn:aws:s3:::bucket-of-object/folder/a/b", "arn:aws:s3:::bucket-of-object/folder/a/b/c",
        "c", "198.51.100.7",
        "198.51.100.0/24", "198.51.0.0/20", "192.0.0.0/4", "198.51.100.7/32", "2001:db8::/33", "2001:db8::/48", "2001:db8::77",
        "AKIAEXAMPLEEXAMPLE12", "alice", "session.name",
        "arn:aws:sts::111111111111:assumed-role/app/session.name", "arn:aws:iam::111111111111:role/app", "app", "AROAAAAABBBBCCCCDDDD",
        "source-person", "111111111111",
        "ec2.amazonaws.com", "e3c1a1de-0000-4000-8000-000000000001", "arn:aws:lambda:eu-west-1:111111111111:function:f", "f",
        "777777777777",
    ];

    RecordsLake _lake = null!;

    public async ValueTask InitializeAsync()
    {
        var records = s_requests.Select((request, i) => IndexRecord.Of($"request{i}", request)).ToList();
        records.Add(IndexRecord.Of(
            "object",
            "null",
            more: ""","resources":[{"ARN":"arn:aws:s3:::bucket-of-object/folder/a/b/c","accountId":"777777777777"}]"""));
        records.Add(IndexRecord.Of(
            "user",
            "null",
            "\"type\":\"IAMUser\",\"userName\":\"alice\",\"accessKeyId\":\"AKIAEXAMPLEEXAMPLE12\","
                + "\"arn\":\"arn:aws:iam::111111111111:user/alice\""));
        records.Add(IndexRecord.Of(
            "role",
            "null",
            """
            "type":"AssumedRole","principalId":"AROAAAAABBBBCCCCDDDD:session.name","arn":"arn:aws:sts::111111111111:assumed-role/app/session.name","invokedBy":"ec2.amazonaws.com",
            "inScopeOf":{"credentialsIssuedTo":"arn:aws:lambda:eu-west-1:111111111111:function:f"},
            "sessionContext":{"sourceIdentity":"source-person","sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111111111111:role/app","userName":"app","principalId":"AROAAAAABBBBCCCCDDDD"}}
            """));
        records.Add(IndexRecord.Of("e3c1a1de-0000-4000-8000-000000000001", "null").Replace(
            "198.51.100.7", "2001:db8::77", StringComparison.Ordinal));

        // A day each: so each is a file of its own.
        _lake = await RecordsLake.OfRecordsAsync(
            [.. records.Select(
                (record, i) => record.Replace("2026-03-01T", $"2026-{1 + (i / 25):D2}-{1 + (i % 25):D2}T", StringComparison.Ordinal))]);
    }

    public ValueTask DisposeAsync()
    {
        _lake.Dispose();
        return default;
    }

    [Fact]
    public void EveryEntity_IsFoundWhereTheSqlFindsIt()
    {
        using var session = _lake.Open();
        var found = s_entities.Count(entity => AssertSame(session, entity) > 0);
        Assert.True(found > s_entities.Length * 3 / 4, $"only {found} of the entities were found at all");
    }

    [Fact]
    public async Task EntitiesOfGeneratedRecords_AreFoundWhereTheSqlFindsThem()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 3_000, seed: 21);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        using var session = lake.Open();
        var records = archive.Records().ToList();
        var random = new Random(21);
        var entities = Enumerable.Range(0, 20).Select(_ => records[random.Next(records.Count)])
            .SelectMany(record => Pick(random, [.. ValueOracle.InColumns(record)]).Concat(Pick(random, [.. ValueOracle.InTexts(record)])));
        Assert.All(entities.Where(text => text.Trim().Length > 0), entity => Assert.True(AssertSame(session, entity) >= 0));
    }

    [Fact]
    public async Task EventsWith_GivesTheEventsAboutAValue_AlsoTwiceInOneStatement()
    {
        var one = await _lake.RunAsync("query", "SELECT eventID FROM events_with('plain-bucket')", "--format", "csv", "--explain");
        Assert.Equal("eventID\nrequest0\n", one.Out.ReplaceLineEndings("\n"));
        Assert.Equal(
            "data files: 24 considered; skipped: 0 by date, 0 by account, 0 by statistics, 23 by index; 1 opened\n",
            one.Error.ReplaceLineEndings("\n"));
        var two = await _lake.RunAsync(
            "query",
            "SELECT a.eventID, b.eventID FROM events_with('alice') a, (SELECT * FROM events_with('deep-role')) b",
            "--format",
            "csv");
        Assert.Equal("eventID,eventID\nuser,request1\n", two.Out.ReplaceLineEndings("\n"));
        var none = await _lake.RunAsync("query", "SELECT count(*) AS n FROM events_with('nowhere')", "--format", "csv");
        Assert.Equal("n\n0\n", none.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task AValueInEveryMixOfPlaces_IsFoundInEach()
    {
        // 31 files, each with the value in other places: more mixes than there are views.
        string[] more =
        [
            ",\"resources\":[{\"ARN\":\"arn:aws:iam::111111111111:role/everywhere\"}]", ",\"responseElements\":{\"x\":\"everywhere\"}",
            ",\"additionalEventData\":{\"x\":\"everywhere\"}",
            ",\"serviceEventDetails\":{\"x\":\"arn:aws:iam::111111111111:role/everywhere\"}",
        ];
        var records = Enumerable.Range(1, 63).Select(mix => IndexRecord.Of(
                $"mix-{mix}",
                (mix & 1) == 0 ? "null" : "{\"x\":\"everywhere\"}",
                (mix & 2) == 0 ? "\"type\":\"IAMUser\"" : "\"type\":\"IAMUser\",\"userName\":\"everywhere\"",
                string.Concat(more.Where((_, i) => (mix >> (i + 2) & 1) != 0)))
            .Replace("\"responseElements\":null,", (mix & 8) == 0 ? "\"responseElements\":null," : "", StringComparison.Ordinal)
            .Replace("2026-03-01T", $"2026-{1 + (mix / 25):D2}-{1 + (mix % 25):D2}T", StringComparison.Ordinal));
        using var lake = await RecordsLake.OfRecordsAsync([.. records]);
        using var session = lake.Open();
        Assert.Equal(63, AssertSame(session, "everywhere"));
        Assert.Equal(0, AssertSame(session, "nowhere"));
    }

    [Fact]
    public async Task AnArnsName_IsLookedForInItsOwnAccountsFilesAlone()
    {
        var own = IndexRecord.Of("own", """{"roleName":"app"}""").Replace(
            "s3.amazonaws.com", "iam.amazonaws.com", StringComparison.Ordinal);
        var other = own.Replace("\"own\"", "\"other\"", StringComparison.Ordinal)
            .Replace("\"recipientAccountId\":\"111111111111\"", "\"recipientAccountId\":\"222222222222\"", StringComparison.Ordinal);
        using var lake = await RecordsLake.OfRecordsAsync([own, other]);
        using var session = lake.Open();
        using var result = session.Query("SELECT eventID FROM events_with('arn:aws:iam::111111111111:role/app')");
        Assert.Equal([["own"]], result.ReadAll());
        Assert.Equal(new SearchCounts(2, 0, 0, 0, 1, 1), session.Counts);
        Assert.Equal(1, AssertSame(session, "arn:aws:iam::111111111111:role/app"));
        Assert.Equal(2, AssertSame(session, "app"));
    }

    [Theory]
    [InlineData("FROM events_with('alice') WHERE userIdentity.userName = 'alice'", 1)]
    [InlineData("FROM events_with('alice') e WHERE 'alice' = E.useridentity.USERNAME AND eventName LIKE 'Put%'", 1)]
    [InlineData("FROM events_with('e3c1a1de-0000-4000-8000-000000000001') WHERE eventID = 'e3c1a1de-0000-4000-8000-000000000001'", 1)]
    [InlineData(
        "FROM (FROM events_with('arn:aws:iam::111111111111:role/app') WHERE userIdentity.sessionContext.sessionIssuer.arn = "
            + "'arn:aws:iam::111111111111:role/app')", 1)]
    [InlineData("FROM events_with('198.51.100.7') WHERE sourceIPAddress = '198.51.100.7'", 23)]
    [InlineData("FROM events_with('plain-bucket') WHERE userIdentity.userName = 'plain-bucket'", 0)]
    [InlineData("FROM events_with('alice') WHERE userIdentity.userName = 'alice' OR eventName = 'PutObject'", 1)]
    [InlineData("FROM events_with('plain-bucket') WHERE userIdentity.userName IS DISTINCT FROM 'alice'", 1)]
    [InlineData("FROM events_with('plain-bucket') WHERE NOT userIdentity.userName = 'alice' OR userIdentity.userName IS NULL", 1)]
    [InlineData("FROM events_with('plain-bucket') WHERE requestParameters->>'bucketName' = 'plain-bucket'", 1)]
    [InlineData("FROM (SELECT 'plain-bucket' AS userName, eventID FROM events_with('plain-bucket')) WHERE userName = 'plain-bucket'", 1)]
    [InlineData("FROM events_with('plain-bucket') AS t(sourceIPAddress) WHERE sourceIPAddress = 'plain-bucket'", 0)]
    [InlineData(
        "FROM events_with('plain-bucket') a JOIN events_with('plain-bucket') b USING (eventID) WHERE a.eventID <> 'plain-bucket'", 1)]
    public void EventsWith_BehindAConditionOfItsOwn_GivesWhatThatFindsAmongAll(string from, int expected)
    {
        using var session = _lake.Open();
        using var plain = _lake.Open();
        var values = System.Text.RegularExpressions.Regex.Matches(from, "events_with\\('([^']*)'\\)")
            .Select(match => match.Groups[1].Value);
        var over = values.Aggregate(
            from,
            (sql, value) => sql.Replace(
                $"events_with('{value}')",
                $"(SELECT * FROM events WHERE {EntityFilter.About(Entity.Parse(value), plain)})",
                StringComparison.Ordinal));
        Assert.Equal(Count(plain, over), Count(session, from));
        Assert.Equal(expected, Count(session, from));

        // The same value without the condition, and the condition again, in one session.
        var value = values.First();
        Assert.Equal(
            Count(plain, $"FROM events WHERE {EntityFilter.About(Entity.Parse(value), plain)}"),
            Count(session, $"FROM events_with('{value}')"));
        Assert.Equal(expected, Count(session, from));

        static string? Text(SqlSession session, string from)
        {
            using var result = session.Query("SELECT count(*) " + from);
            return result.ReadAll()[0][0];
        }

        static int Count(SqlSession session, string from) =>
            int.Parse(Text(session, from)!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void EventsWith_BehindAColumnThatMustEqualIt_OpensOnlyFilesWithThatColumn()
    {
        // deep-role stands in a request alone: no column of the caller can be it.
        using var session = _lake.Open();
        using (var result = session.Query("SELECT eventID FROM events_with('deep-role') WHERE userIdentity.userName = 'deep-role'"))
        {
            Assert.Empty(result.ReadAll());
        }

        Assert.Equal(0, session.Counts.Opened);
        using (var result = session.Query("SELECT eventID FROM events_with('deep-role')"))
        {
            Assert.Equal([["request1"]], result.ReadAll());
        }

        Assert.Equal(1, session.Counts.Opened);

        // One of two uses wants all events: then both get them.
        using (var result = session.Query(
            "SELECT eventID FROM events_with('deep-role') WHERE userIdentity.userName = 'deep-role' UNION ALL SELECT eventID FROM "
                + "events_with('deep-role')"))
        {
            Assert.Equal([["request1"]], result.ReadAll());
        }
    }

    [Theory]
    [InlineData("SELECT * FROM events_with('arn:aws:iam::111111111111:role/events-role')", 0)]
    [InlineData("SELECT '-events-', count(*) FROM 'events'", 24)]
    [InlineData("-- don't\nSELECT count(*) FROM events WHERE eventName <> '-'", 24)]
    public void AValueCalledAfterAView_DoesNotOpenItsFiles(string sql, int opened)
    {
        using var session = _lake.Open();
        using var result = session.Query(sql);
        result.ReadAll();
        Assert.Equal(opened, session.Counts.Opened);
    }

    [Fact]
    public void FileGroups_OfManyFiles_KeepEachFileOnceAndInOrder()
    {
        // So many that they are sorted by several threads.
        var files = Enumerable.Range(0, 5_000).Select(i => new LakeFile($"/lake/{i}.parquet", new DateOnly(2026, 1, 1), "1")).ToList();
        var terms = Enumerable.Range(2, 7).Select(
            divisor => new SearchTerm($"t{divisor}", null, IndexPlaces.None, Pattern: null, file => Number(file) % divisor == 0)).ToList();
        using var index = LakeIndex.Open("/nowhere");
        var groups = FileGroups.Of(files, new SearchCondition(terms), index);
        Assert.InRange(groups.Count, 2, FileGroups.Most);
        Assert.All(groups, group => Assert.Equal(group.Files.OrderBy(Number), group.Files));
        var found = groups.SelectMany(group => group.Files.Select(file => (Number: Number(file), group.Terms)))
            .OrderBy(pair => pair.Number).ToList();
        Assert.Equal(
            Enumerable.Range(0, 5_000).Where(i => Enumerable.Range(2, 7).Any(divisor => i % divisor == 0)),
            found.Select(pair => pair.Number));
        Assert.All(found, pair => Assert.Subset(pair.Terms.ToHashSet(), terms.Where(term => term.Within!(files[pair.Number])).ToHashSet()));

        static int Number(LakeFile file) =>
            int.Parse(System.IO.Path.GetFileNameWithoutExtension(file.Path), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("FROM events_with(upper('x'))")]
    [InlineData("SELECT (SELECT count(*) FROM events_with(eventName)) FROM events")]
    [InlineData("FROM events_with('a', 'b')")]
    [InlineData("FROM events_with()")]
    [InlineData("FROM events_with(7)")]
    [InlineData("FROM events_with(NULL)")]
    public void EventsWith_OfNoPlainText_IsRefused(string sql)
    {
        using var session = _lake.Open();
        var error = Assert.Throws<TrailLakeException>(() => session.Query(sql));
        Assert.Contains("events_with takes one text in quotes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueThatIsNotThere_OpensNoFile()
    {
        using var session = _lake.Open();
        var timeline = new Timeline(session, Entity.Parse("AKIANOWHERENOWHERE12"));
        Assert.Empty(timeline.Read());
        Assert.Equal(new SearchCounts(24, 0, 0, 0, 24, 0), session.Counts);
    }

    [Fact]
    public void Counts_SayWhatEachFilterSkipped()
    {
        var filter = new EventFilter
        {
            From = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
            To = new DateTime(2026, 1, 20, 9, 0, 0, DateTimeKind.Utc),
        };
        using var session = _lake.Open(filter);
        Assert.Single(new Timeline(session, Entity.Parse("deep-role"), new TimelineOptions { IncludeReads = true }).Read());
        Assert.Equal(new SearchCounts(24, 5, 0, 1, 17, 1), session.Counts);
        using var other = _lake.Open(new EventFilter { Accounts = ["999999999999"] });
        Assert.Empty(new Timeline(other, Entity.Parse("deep-role")).Read());
        Assert.Equal(new SearchCounts(24, 0, 24, 0, 0, 0), other.Counts);
    }

    [Fact]
    public async Task Explain_IsSaidOnStderr()
    {
        var shown = await _lake.RunAsync("show", "user", "--explain");
        Assert.Contains("23 by index; 1 opened", shown.Error, StringComparison.Ordinal);
        var looked = await _lake.RunAsync("lookup", "--attribute", "AccessKeyId=AKIAEXAMPLEEXAMPLE12", "--explain");
        Assert.Contains("23 by index; 1 opened", looked.Error, StringComparison.Ordinal);
        Assert.Contains("\"user\"", looked.Out, StringComparison.Ordinal);
    }

    static IEnumerable<string> Pick(Random random, List<string> values) => values.Count == 0 ? [] : [values[random.Next(values.Count)]];

    // How many events are found; the test fails when the index makes a difference. -1 for a text that no search takes.
    static int AssertSame(SqlSession session, string text)
    {
        Entity entity;
        try
        {
            entity = Entity.Parse(text);
        }
        catch (TrailLakeException)
        {
            return -1;
        }

        var condition = EntityFilter.EventsAbout(entity, session, default);
        var through = Ids(session, $"FROM {session.Search.From(condition)}");
        var over = Ids(session, $"FROM events WHERE {condition.Sql}");
        Assert.True(over == through, $"'{text}': {over} without the index, {through} with it");
        var by = EntityFilter.EventsBy(entity, session, default);
        Assert.Equal(Ids(session, $"FROM events WHERE {by.Sql}"), Ids(session, $"FROM {session.Search.From(by)}"));
        return over.Length == 0 ? 0 : over.Split(',').Length;
    }

    static string Ids(SqlSession session, string from)
    {
        using var result = session.Query($"SELECT string_agg(eventID, ',' ORDER BY eventID) {from}");
        return result.ReadAll()[0][0] ?? "";
    }
}
