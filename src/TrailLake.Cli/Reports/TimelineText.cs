using System.Collections.Immutable;
using TrailLake.Answers.Sentences;
using TrailLake.Answers.Timelines;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Reports;

/// <summary>Writes the entries of a timeline: as sentences, or as rows.</summary>
static class TimelineText
{
    /// <summary>The columns of an entry's row.</summary>
    public static ImmutableArray<QueryColumn> Columns { get; } = CommandRow.Columns(
        "eventTime", "who", "what", "target", "sourceIPAddress", "userAgent", "result", "eventID", "count#", "until", "account",
        "awsRegion", "eventSource", "eventName", "sentence");

    /// <summary>An entry as a row of <see cref="Columns"/>.</summary>
    public static CommandRow Row(TimelineEntry entry)
    {
        var facts = entry.First;
        var target = entry.Targets is [var first, ..] ? first.Name : null;
        return new CommandRow(
            TimeFormat.Iso(facts.Time), ActorLabel.Full(facts), EventSentence.Did(facts), target, facts.SourceAddress, facts.UserAgent,
            facts.Outcome ?? "ok", facts.EventId, entry.Count, TimeFormat.Iso(entry.Last), facts.Account, facts.Region,
            facts.EventSource, facts.EventName, entry.Sentence);
    }

    /// <summary>Writes an entry as a line.</summary>
    public static void WriteLine(TimelineEntry entry, Terminal terminal)
    {
        var until = entry.Last.ToString(entry.First.Time.Date == entry.Last.Date ? "HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:ss'Z'");
        var repeated = terminal.Styled(entry.Count == 1 ? "" : $" ({entry.Count:N0} times, until {until})", TerminalStyle.Dim);
        var sentence = terminal.Styled(TerminalText.Escape(entry.Sentence), entry.First.IsFailed ? TerminalStyle.Red : TerminalStyle.Plain);
        terminal.Out.Write($"{terminal.Styled(TimeFormat.Second(entry.First.Time), TerminalStyle.Dim)}  {sentence}{repeated}\n");
    }

    /// <summary>What the entity turned out to be; null when its spelling said all.</summary>
    public static string? Meanings(Timeline timeline) => timeline.Meanings.Count switch
    {
        0 => null,
        // A word with "u" begins with the sound of "you": user, usage plan.
        1 => timeline.Meanings.Keys.Single() is var kind && "aeio".Contains(char.ToLowerInvariant(kind[0]), StringComparison.Ordinal)
            ? $"it is an {kind}"
            : $"it is a {kind}",
        _ => "it is several things: " + string.Join(
            ", ", timeline.Meanings.Select(pair => $"{pair.Key} ({Plural.Of(pair.Value, "event")})")),
    };
}
