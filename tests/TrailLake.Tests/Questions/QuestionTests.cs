using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Answers.Questions;
using TrailLake.Query.Search;
using Xunit;

namespace TrailLake.Tests.Questions;

/// <summary>
/// Each question finds what it should and leaves alone what it should not. <c>Data/NAME.json</c> has the records, and asks: parameters
/// (<c>with</c>, <c>attempts</c>, <c>from</c>, <c>accounts</c>), the eventIDs that must be found in this order, and single cells
/// (<c>{"e1": {"before": "7"}}</c>) worth a look.
/// </summary>
public sealed class QuestionTests
{
    static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "Questions", "Data");

    public static TheoryData<string> Names { get; } = [.. QuestionCatalog.Load().Questions.Select(question => question.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Question_FindsWhatItShouldAndNothingElse(string name)
    {
        var data = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(s_data, name + ".json")))!;
        using var lake = await RecordLake.CreateAsync(data["records"]!.AsArray());
        var asks = data["asks"]!.AsArray();
        Assert.True(asks.Count >= 2);
        foreach (var ask in asks)
        {
            var rows = lake.Ask(name, Request(ask!));
            var found = string.Join(' ', rows.Select(row => row["eventID"]));
            Assert.True((string?)ask!["finds"] == found, $"{ask.ToJsonString()}\nfound {found}");
            foreach (var (id, cells) in ask["cells"]?.AsObject() ?? [])
            {
                var row = rows.First(row => row["eventID"] == id);
                foreach (var (column, value) in cells!.AsObject())
                {
                    Assert.True((string?)value == row[column], $"{id}.{column} is '{row[column]}', expected '{value}'");
                }
            }
        }
    }

    /// <summary>
    /// Twins of one eventID and one time: evidence is hashed, so the rows of an answer must not change places between two runs.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Question_OrdersRecordsOfOneEventIdWhereverTheyStand(string name)
    {
        var data = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(s_data, name + ".json")))!;
        JsonArray one = [.. data["records"]!.AsArray().Select((record, i) => Twin(record!, i, "198.51.100.7"))];
        JsonArray two = [.. data["records"]!.AsArray().Select((record, i) => Twin(record!, i, "203.0.113.9"))];

        // The same objects, read one after the other: which row comes first in the lake is turned round.
        using var lake = await RecordLake.CreateAsync([("1.json", one), ("2.json", two)]);
        using var turned = await RecordLake.CreateAsync([("2.json", two), ("1.json", one)]);
        foreach (var ask in data["asks"]!.AsArray())
        {
            Assert.Equal(Lines(lake.Ask(name, Request(ask!))), Lines(turned.Ask(name, Request(ask!))));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Question_BeginsWithTheSameColumnsAlsoInAnEmptyLake(string name)
    {
        using var lake = await RecordLake.CreateAsync([]);
        var question = QuestionCatalog.Load().Find(name)!;
        using var session = lake.Open();
        using var result = QuestionAsker.Ask(session, question, new QuestionRequest { Attempts = true });
        Assert.Equal(
            ["eventTime", "who", "what", "target", "sourceIPAddress", "userAgent", "result", "eventID"],
            result.Columns.Take(8).Select(column => column.Name));
        Assert.False(result.Read());
        Assert.Equal("the lake holds no events", EmptyAnswer.Explain(session, question, lake.Files, new QuestionRequest()));
    }

    static JsonNode Twin(JsonNode record, int number, string address)
    {
        var twin = record.DeepClone();
        twin["time"] ??= (string)ShortRecord.Expand(record.DeepClone().AsObject(), number)["eventTime"]!;
        twin["sourceIPAddress"] = address;
        return twin;
    }

    static IEnumerable<string> Lines(List<Dictionary<string, string?>> rows) => rows.Select(row => string.Join('|', row.Values));

    internal static QuestionRequest Request(JsonNode ask) => new()
    {
        Values = ask["with"]?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!) ?? [],
        Attempts = (bool?)ask["attempts"] ?? false,
        Filter = new EventFilter
        {
            From = (string?)ask["from"] is { } from
                ? DateTime.Parse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
                : null,
            Accounts = ask["accounts"]?.AsArray().Select(account => (string)account!).ToList() ?? (IReadOnlyCollection<string>)[],
        },
    };
}
