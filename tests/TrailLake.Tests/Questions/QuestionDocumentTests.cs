using System;
using System.IO;
using TrailLake.Answers.Questions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Questions;

public sealed class QuestionDocumentTests
{
    /// <summary>TRAILLAKE_WRITE_DOCS=1 writes the page instead of comparing it.</summary>
    [Fact]
    public void Page_IsWhatTheHeadersSay()
    {
        var root = Root();
        Require.OrSkip(root is not null, "The sources are not beside the tests.");
        var path = Path.Combine(root!, "docs", "questions.md");
        var page = QuestionDocument.Write(QuestionCatalog.Load());
        if (Environment.GetEnvironmentVariable("TRAILLAKE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == page,
            "docs/questions.md is old; write it with TRAILLAKE_WRITE_DOCS=1");
    }

    static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TrailLake.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
