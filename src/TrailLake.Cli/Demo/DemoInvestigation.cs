using TrailLake.Generator.Story;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Demo;

/// <summary>Asks the lake who deleted the bucket. It knows nothing but the bucket's name; the rest comes out of the archive.</summary>
sealed class DemoInvestigation(SqlSession session, DemoText text, CancellationToken cancellation)
{
    const string Bucket = IncidentStory.Bucket;

    /// <summary>Asks and tells; false when the archive does not hold the one answer, because somebody changed it.</summary>
    /// <param name="lake">The lake's folder, as the commands at the end shall name it.</param>
    public bool Run(string lake)
    {
        text.Question($"Who deleted the bucket {Bucket}?");
        if (One(DemoQuestions.WhoDeleted(Bucket)) is not { } deletion)
        {
            return false;
        }

        var (arn, key, eventId) = (deletion["arn"], deletion["accessKeyId"], deletion["eventID"]);
        text.Fact("who", arn);
        text.Fact("key", key + ", a temporary one");
        text.Fact("when", deletion["eventTime"]);
        text.Fact("where", $"from {deletion["sourceIPAddress"]} to {deletion["awsRegion"]}");
        text.Fact("with", deletion["userAgent"]);
        text.Fact("request", deletion["requestParameters"]);
        text.Fact("record", "eventID " + eventId);

        text.Question("That is a session of a role. Who took the role, and so was given the key?");
        if (One(DemoQuestions.WhoTookKey(key)) is not { } issue)
        {
            return false;
        }

        var caller = issue["arn"];
        text.Fact("who", $"{caller} ({issue["type"]}), with the key {issue["accessKeyId"]}");
        text.Fact("when", $"{issue["eventTime"]}, {issue["eventName"]}");
        text.Fact("where", "from " + issue["sourceIPAddress"]);
        text.Fact("with", issue["userAgent"]);

        var name = caller[(caller.LastIndexOf('/') + 1)..];
        text.Question($"Was that really {name}?");
        TellPlaces(issue["accessKeyId"], issue["sourceIPAddress"], name);

        text.Question("What looks like it and is left alone?");
        text.Rows(Ask(DemoQuestions.LookAlikes(Bucket, eventId)));

        GoOn(lake, key, issue["sourceIPAddress"], eventId);
        return true;
    }

    void TellPlaces(string key, string foreign, string name)
    {
        var sql = DemoQuestions.WhereUsed(key);
        var places = ReadRows(sql);
        text.Rows(Ask(sql));
        var others = places.Select(place => place["sourceIPAddress"]).Where(place => place != foreign).Distinct().ToList();
        text.Say(others.Count == 0
            ? $"Every call with the key of {name} came from {foreign}."
            : $"The same key, from {string.Join(", ", others)} and from {foreign}, with another tool: this is how a leaked key looks. "
                + "The archive names no person behind it; the address and the tool are all that it knows of the one who did it.");
    }

    void GoOn(string lake, string key, string address, string eventId)
    {
        var program = CommandName.OfProcess();
        lake = CommandName.Quote(lake);
        text.Question("Go on yourself");
        var query = $"{program} query --lake {lake}";
        var ofKey = $"FROM events WHERE userIdentity.accessKeyId = '{key}'";
        var ofAddress = $"FROM events WHERE sourceIPAddress = '{address}'";
        text.Command("all that the session did", $"{query} \"SELECT eventTime, eventSource, eventName {ofKey} ORDER BY 1\"");
        text.Command(
            "whatever came from that address, failures first",
            $"{query} \"SELECT errorCode, eventName, count(*) {ofAddress} GROUP BY ALL ORDER BY 1, 3 DESC\"");
        text.Command("the record as it was delivered", $"{program} show --lake {lake} {eventId}");
        text.Command("what is in the lake", $"{program} status --lake {lake}");
    }

    Dictionary<string, string>? One(string sql)
    {
        text.Sql(sql);
        var rows = ReadRows(sql);
        if (rows.Count == 1)
        {
            return rows[0];
        }

        text.Say($"Found {rows.Count} records, expected one: the archive or the lake is not as the demo wrote it. "
            + "Delete the folder and start again.");
        return null;
    }

    QueryResult Ask(string sql)
    {
        text.Sql(sql);
        return session.Query(sql, cancellation: cancellation);
    }

    List<Dictionary<string, string>> ReadRows(string sql)
    {
        using var result = session.Query(sql, cancellation: cancellation);
        return [.. result.ReadAll()
            .Select(row => result.Columns.Zip(row).ToDictionary(cell => cell.First.Name, cell => cell.Second ?? ""))];
    }
}
