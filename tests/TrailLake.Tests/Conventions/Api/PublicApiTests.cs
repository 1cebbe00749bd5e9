using System;
using System.IO;
using System.Linq;
using PublicApiGenerator;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Conventions.Api;

/// <summary>
/// What programs can use is chosen: a change of it is seen in review, in public-api.txt and in docs/api.md. With UPDATE_DOCS=1 both are
/// written instead of compared.
/// </summary>
public sealed class PublicApiTests
{
    const int MostTypes = 130;
    const int MostMembers = 850;

    [Fact]
    public void Surface_IsTheOneThatWasChosen()
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        var surface = string.Concat(PublicApi.Assemblies.Select(
            assembly => $"// {assembly.GetName().Name}\n{assembly.GeneratePublicApi(options).ReplaceLineEndings("\n")}\n"));

        Compare(surface, "tests", "TrailLake.Tests", "Conventions", "Api", "public-api.txt");
    }

    [Fact]
    public void Surface_IsSmall()
    {
        int members = PublicApi.Types.Sum(type => PublicApi.MembersOf(type).Count());

        Assert.InRange(PublicApi.Types.Count, 1, MostTypes);
        Assert.InRange(members, 1, MostMembers);
    }

    [Fact]
    public void Page_IsThatOfTheDocstrings()
    {
        var page = new ApiPage();
        var text = page.Write();

        Assert.True(page.Silent.Count == 0, "no docstring: " + string.Join(", ", page.Silent));
        Compare(text, "docs", "api.md");
    }

    static void Compare(string text, params string[] file)
    {
        var path = ProjectFolder.File(file);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text,
            $"{Path.Combine(file)} is not that of the code: write it anew with UPDATE_DOCS=1 dotnet test --filter PublicApiTests");
    }
}
