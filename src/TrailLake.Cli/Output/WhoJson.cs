using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Errors;
using TrailLake.Query;
using TrailLake.Query.Entities;
using TrailLake.Query.Principals;

namespace TrailLake.Cli.Output;

/// <summary>Writes what a principal did as JSON: all that the text shows, and what it cuts.</summary>
static class WhoJson
{
    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = ResultJson.Options.Encoder };

    public static string Format(PrincipalReport report, Entity entity)
    {
        var json = new JsonObject
        {
            ["entity"] = entity.Text,
            ["kind"] = entity.KindText,
            ["firstSeen"] = Time(report.First),
            ["lastSeen"] = Time(report.Last),
            ["calls"] = report.Events,
            ["denied"] = report.Denied,
            ["failed"] = report.Failed,
        };
        foreach (var (dimension, name) in new[]
        {
            (Dimension.Principal, "principals"), (Dimension.Type, "types"), (Dimension.Account, "accounts"), (Dimension.Address, "addresses"),
            (Dimension.Agent, "agents"), (Dimension.Region, "regions"), (Dimension.Key, "keys"), (Dimension.Mfa, "mfa"), (Dimension.Service, "services"),
            (Dimension.Day, "days"), (Dimension.Hour, "hours"),
        })
        {
            json[name] = new JsonArray([.. report.Counts[dimension].Select(count => Count(count))]);
        }

        json["riskiest"] = new JsonArray([.. report.Calls.Select(Call)]);
        return TerminalText.EscapeKeepingLines(json.ToJsonString(s_options)) + "\n";
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
        ["first"] = Time(count.First),
        ["last"] = Time(count.Last),
    });

    static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
