using System;
using System.Linq;
using System.Text.RegularExpressions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Conventions;

/// <summary>The page of guarantees names only tests that there are.</summary>
public sealed partial class GuaranteesTests
{
    [Fact]
    public void EveryTestThatThePageNames_IsThere()
    {
        var page = ProjectFolder.Read("docs", "guarantees.md");
        var named = TestClass.Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        var known = typeof(GuaranteesTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();
        Assert.True(named.Count > 10, "the page names no tests");
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void EveryPromise_NamesItsTests()
    {
        var page = ProjectFolder.Read("docs", "guarantees.md");
        var promises = page[..page.IndexOf("## What it does not promise", StringComparison.Ordinal)].Split("\n\n")
            .Where(part => part.StartsWith("**", StringComparison.Ordinal));
        Assert.All(promises, promise => Assert.Contains("Tests: `", promise.Replace("Tests:\n", "Tests: ", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"`(\w+Tests)`")]
    static partial Regex TestClass { get; }
}
