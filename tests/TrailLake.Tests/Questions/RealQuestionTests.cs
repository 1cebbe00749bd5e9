using System.Linq;
using System.Threading.Tasks;
using TrailLake.Answers.Questions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Questions;

/// <summary>The questions over the real records of one account on one day. The counts were taken from the JSON with a plain loop.</summary>
public sealed class RealQuestionTests
{
    [Fact]
    public async Task Invictus_GivesTheKnownCounts()
    {
        Require.OrSkip(SharedData.Folder.Length > 0, "The real records are not beside the project.");
        using var lake = await RecordLake.CreateAsync(null, System.IO.Path.Combine(SharedData.Folder, "invictus"));
        (string Question, int Effects, int All)[] expected =
        [
            ("deleted-bucket", 5, 8),
            ("deleted-database", 2, 3),
            ("deleted-user", 4, 4),
            ("deleted-function", 2, 2),
            ("deleted-instance", 2, 2),
            ("created-access-key", 2, 2),
            ("console-logins", 2, 2),
            ("changed-security-group", 7, 8),
            ("changed-lambda-code", 4, 8),
            ("secrets-read", 151, 195),
            ("snapshots-shared", 5, 5),
            ("role-assumptions", 10, 23),
            ("root-use", 0, 0),
            ("changed-backup-retention", 0, 0),
            ("unused-region-instances", 0, 0),
            ("s3-volume", 0, 0),
            ("cross-account-s3", 0, 0),
        ];
        Assert.All(expected, pair => Assert.Equal(
            (pair.Question, pair.Effects, pair.All),
            (pair.Question, Count(lake, pair.Question, attempts: false), Count(lake, pair.Question, attempts: true))));
    }

    static int Count(RecordLake lake, string question, bool attempts) =>
        lake.Ask(question, new QuestionRequest { Attempts = attempts }).Select(row => row["eventID"]).Distinct().Count();
}
