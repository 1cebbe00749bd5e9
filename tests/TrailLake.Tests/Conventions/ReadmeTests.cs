using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using TrailLake.Answers.Questions;
using TrailLake.Cli;
using TrailLake.Cli.Commands;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Conventions;

/// <summary>What the README says exists.</summary>
public sealed partial class ReadmeTests
{
    static readonly string s_readme = ProjectFolder.Read("README.md").ReplaceLineEndings("\n");
    static readonly Dictionary<string, TrailLakeCommand> s_verbs = CommandList.Create().ToDictionary(command => command.Name);

    [Fact]
    public void CSharp_StandsInASample()
    {
        var samples = ProjectFolder.Sources("samples").Select(path => File.ReadAllText(path).ReplaceLineEndings("\n")).ToList();
        var snippets = CodeBlock.Matches(s_readme).Where(block => block.Groups["language"].Value == "csharp")
            .Select(block => block.Groups["code"].Value).ToList();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.True(
            snippet.Trim().Split("\n\n").All(part => samples.Any(sample => sample.Contains(part, StringComparison.Ordinal))),
            "not in samples/, where it would be compiled:\n" + snippet));
    }

    [Fact]
    public void Commands_HaveVerbsAndOptionsThatExist()
    {
        var calls = Call.Matches(s_readme).ToList();

        Assert.NotEmpty(calls);
        foreach (var call in calls)
        {
            var verb = call.Groups["verb"].Value;
            Assert.True(s_verbs.TryGetValue(verb, out var command), $"no verb {verb}: {call.Value}");
            var names = Names(command!).ToHashSet();
            string first = call.Groups["rest"].Value.Trim().Split(' ')[0];
            names.UnionWith(command!.Subcommands.OfType<TrailLakeCommand>().Where(part => part.Name == first).SelectMany(Names));
            if (verb == "ask"
                && call.Groups["rest"].Value.Trim().Split(' ')[0] is var name && QuestionCatalog.Load().Find(name) is { } question)
            {
                names.UnionWith(question.Parameters.Select(parameter => "--" + parameter.Name));
            }

            foreach (Match option in OptionName.Matches(Quoted.Replace(call.Groups["rest"].Value, "")))
            {
                Assert.True(names.Contains(option.Value), $"{verb} has no {option.Value}: {call.Value}");
            }
        }
    }

    [Fact]
    public void Verbs_AreAllNamed()
    {
        var named = Call.Matches(s_readme).Select(call => call.Groups["verb"].Value).ToHashSet();
        Assert.All(s_verbs.Keys, verb => Assert.Contains(verb, named));
    }

    [Fact]
    public void Options_NamedInSentences_Exist()
    {
        var commands = s_verbs.Values.Concat(s_verbs.Values.SelectMany(verb => verb.Subcommands.OfType<TrailLakeCommand>()));
        var known = commands.SelectMany(Names).ToHashSet();
        Assert.All(InlineOption.Matches(s_readme), option => Assert.Contains(option.Groups["name"].Value, known));
    }

    [Fact]
    public void Links_LeadToFiles()
    {
        foreach (Match link in LocalLink.Matches(s_readme))
        {
            Assert.True(
                Path.Exists(ProjectFolder.File(link.Groups["path"].Value)),
                $"README links to {link.Groups["path"].Value}, which is not there");
        }
    }

    static IEnumerable<string> Names(TrailLakeCommand command) =>
        command.Options.Concat(command.Subcommands.SelectMany(verb => verb.Options))
            .SelectMany(option => option.Aliases.Prepend(option.Name)).Concat(["--help", "--version", "--verbose"]);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    static partial Regex CodeBlock { get; }

    // At the start of a line, after a prompt-like pipe, or in back quotes; a backslash continues the line.
    [GeneratedRegex(@"(?:^|\| |`)traillake (?<verb>[a-z]+)\b(?<rest>(?:\\\n|[^\n`])*)", RegexOptions.Multiline)]
    static partial Regex Call { get; }

    [GeneratedRegex("\"[^\"]*\"")]
    static partial Regex Quoted { get; }

    [GeneratedRegex(@"(?<=\s)--[a-z][a-z-]*")]
    static partial Regex OptionName { get; }

    [GeneratedRegex(@"`(?<name>--[a-z][a-z-]*)[^`]*`")]
    static partial Regex InlineOption { get; }

    [GeneratedRegex(@"\]\((?<path>[A-Za-z][\w./-]*)\)")]
    static partial Regex LocalLink { get; }
}
