using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TrailLake.Answers.Questions;
using TrailLake.Generator.Archives;
using TrailLake.Query.Entities;
using TrailLake.Query.Session;
using TrailLake.Tests.Generator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Questions;

/// <summary>Questions that the index says the files for answer as they do without one.</summary>
public sealed class QuestionIndexTests
{
    static readonly string[] s_namedIn = ["target", "who", "principal", "recipientAccountId", "eventID"];

    [Theory]
    [InlineData("invictus")]
    [InlineData("grycap")]
    public async Task OnRealRecords_AnswersAreTheSameWithAndWithoutTheIndex(string name)
    {
        using var lake = await RecordsLake.OfSharedDataAsync(name);
        Check(lake);
    }

    [Fact]
    public async Task OnGeneratedRecords_AnswersAreTheSameWithAndWithoutTheIndex()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 12_000, seed: 14);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        Assert.InRange(Check(lake), 6, int.MaxValue);
    }

    [Fact]
    public async Task Ask_OfAThingThatIsNowhere_OpensNoFile_AndSaysSo()
    {
        using var archive = new GeneratedArchive(GeneratorProfile.Org, events: 2_000, seed: 15);
        using var lake = await RecordsLake.OfFolderAsync(archive.Folder);
        using (var session = lake.Open())
        {
            using var result = QuestionAsker.Ask(session, QuestionOf("deleted-bucket"), Request("bucket", "no-such-bucket-anywhere"));
            Assert.False(result.Read());
            Assert.Equal(0, session.Counts.Opened);
            Assert.Equal(session.Counts.Considered, session.Counts.ByIndex);

            // What is asked next sees all files again.
            Assert.Equal("2000", session.Query("SELECT count(*) FROM events").ReadAll()[0][0]);
            Assert.Equal(session.Counts.Considered, session.Counts.Opened);
            using var again = QuestionAsker.Ask(session, QuestionOf("deleted-bucket"), Request("bucket", "no-such-bucket-anywhere"));
            Assert.False(again.Read());
        }

        var run = await lake.RunAsync("ask", "deleted-instance", "--instance", "i-0123456789abcdef0", "--explain");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("; 0 opened", run.Error, StringComparison.Ordinal);
        Assert.Contains("SELECT", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-- finds by: thing", "it finds by 'thing', which is no parameter, or has a default")]
    [InlineData(
        "-- parameter: minutes (number, 10): how long\n-- finds by: minutes",
        "it finds by 'minutes', which is no parameter, or has a default")]
    [InlineData("-- parameter: user (resource): who\n-- finds by: user ~ (", "'(' is no regular expression")]
    public void FindsBy_WhatCannotBe_IsRefused(string header, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("mine.sql", $"-- title: Mine?\n-- theme: Own\n{header}\nSELECT 1 FROM events");
        var error = Assert.Throws<TrailLake.Errors.TrailLakeException>(() => QuestionCatalog.Load(folder.Path));
        Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Asks for things that the unrestricted answers name, by name and by ARN. Returns how many of the answers have rows.
    /// </summary>
    static int Check(RecordsLake lake)
    {
        List<(Question Question, string Value)> asked;
        List<string> with;
        using (var session = lake.Open())
        {
            asked = [.. QuestionCatalog.Load().Questions.Where(question => question.FindsBy is not null)
                .SelectMany(question => Values(session, question).Select(value => (question, value)))];
            with = asked.ConvertAll(ask => Answer(session, ask.Question, ask.Value));
        }

        Directory.Delete(Path.Combine(lake.Directory, "events", "_needles"), recursive: true);
        using var slow = lake.Open();
        var without = asked.ConvertAll(ask => Answer(slow, ask.Question, ask.Value));
        for (var i = 0; i < asked.Count; i++)
        {
            Assert.True(
                without[i] == with[i], $"{asked[i].Question.Name} {asked[i].Value}: with the index\n{with[i]}\nwithout\n{without[i]}");
        }

        return without.Count(answer => answer.Length > 0);
    }

    static List<string> Values(SqlSession session, Question question)
    {
        using var result = QuestionAsker.Ask(session, question, new QuestionRequest { Attempts = true });
        var columns = Enumerable.Range(0, result.Columns.Length).Where(i => s_namedIn.Contains(result.Columns[i].Name)).ToList();
        var values = result.ReadAll().SelectMany(row => columns.Select(column => row[column])).OfType<string>()
            .Where(value => value.Length > 0);
        return [.. values.SelectMany(value => (string[])[value, ArnText.Short(value), value.Split('/')[0]]).Where(IsResource).Distinct()
            .OrderBy(value => value.Length).ThenBy(value => value, StringComparer.Ordinal).Chunk(5).Select(some => some[0]).Take(6)];
    }

    static bool IsResource(string value) =>
        value.Length > 0 && (!value.StartsWith("arn:", StringComparison.Ordinal) || ArnText.Parse(value) is { Account.Length: 0 or 12 });

    static string Answer(SqlSession session, Question question, string value)
    {
        using var result = QuestionAsker.Ask(session, question, Request(question.FindsBy!.Parameter, value));
        return string.Join('\n', result.ReadAll().Select(row => string.Join('|', row)));
    }

    static Question QuestionOf(string name) => QuestionCatalog.Load().Find(name)!;

    static QuestionRequest Request(string parameter, string value) =>
        new() { Values = new Dictionary<string, string> { [parameter] = value }, Attempts = true };
}
