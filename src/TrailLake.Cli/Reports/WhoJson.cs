using System.Text.Json.Nodes;
using TrailLake.Answers.Principals;
using TrailLake.Cli.Texts;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Reports;

/// <summary>Writes what a principal did as JSON: all that the text shows, and what it cuts.</summary>
static class WhoJson
{
    public static string Format(PrincipalReport report, Entity entity)
    {
        var json = new JsonObject
        {
            ["entity"] = entity.Text,
            ["kind"] = entity.KindText,
            ["firstSeen"] = TimeFormat.Iso(report.First),
            ["lastSeen"] = TimeFormat.Iso(report.Last),
            ["calls"] = report.Events,
            ["denied"] = report.Denied,
            ["failed"] = report.Failed,
        };
        foreach (var (dimension, name) in new[]
        {
            (CountDimension.Principal, "principals"), (CountDimension.Type, "types"), (CountDimension.Account, "accounts"),
            (CountDimension.Address, "addresses"), (CountDimension.Agent, "agents"), (CountDimension.Region, "regions"),
            (CountDimension.Key, "keys"),
            (CountDimension.Mfa, "mfa"), (CountDimension.Service, "services"),
            (CountDimension.Day, "days"), (CountDimension.Hour, "hours"),
        })
        {
            json[name] = new JsonArray([.. report.Counts[dimension].Select(count => Count(count))]);
        }

        json["riskiest"] = new JsonArray([.. report.Calls.Select(Call)]);
        return ReportJson.WriteReadable(json);
    }

    static JsonObject Call(RiskyCall call)
    {
        var json = new JsonObject
        {
            ["service"] = call.Service,
            ["eventName"] = call.EventName,
            ["risk"] = call.Risk?.Score,
            ["why"] = call.Risk?.Why,
        };
        foreach (var (name, value) in Count(call.Count).ToList().Where(pair => pair.Key != "value"))
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    static JsonObject Count(EventCount count) => new(new Dictionary<string, JsonNode?>
    {
        ["value"] = count.Value,
        ["calls"] = count.Events,
        ["denied"] = count.Denied,
        ["failed"] = count.Failed,
        ["first"] = TimeFormat.Iso(count.First),
        ["last"] = TimeFormat.Iso(count.Last),
    });
}
