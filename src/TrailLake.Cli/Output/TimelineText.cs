using System;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Errors;
using TrailLake.Query;
using TrailLake.Query.Sentences;
using TrailLake.Query.Timelines;

namespace TrailLake.Cli.Output;

/// <summary>Writes the entries of a timeline: as sentences, or as rows.</summary>
static class TimelineText
{
    /// <summary>The columns of an entry's row.</summary>
    public static ImmutableArray<QueryColumn> Columns { get; } = TextRow.Columns(
        "eventTime", "who", "what", "target", "sourceIPAddress", "userAgent", "result", "eventID", "count#", "until", "account", "awsRegion", "eventSource", "eventName", "sentence");

    /// <summary>An entry as a row of <see cref="Columns"/>.</summary>
    public static TextRow Row(TimelineEntry entry)
    {
        var facts = entry.First;
        return new TextRow(
            Iso(facts.Time),
            ActorLabel.Full(facts),
            EventSentence.Did(facts),
            entry.Targets is [var target, ..] ? target.Name : null,
            facts.SourceAddress,
            facts.UserAgent,
            facts.Outcome ?? "ok",
            facts.EventId,
            entry.Count,
            Iso(entry.Last),
            facts.Account,
            facts.Region,
            facts.EventSource,
            facts.EventName,
            entry.Sentence);
    }

    /// <summary>Writes an entry as a line.</summary>
    public static void WriteLine(TimelineEntry entry, TextWriter output, bool colour)
    {
        var time = entry.First.Time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var repeated = entry.Count == 1
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({entry.Count:N0} times, until {Until(entry.First.Time, entry.Last)})");
        var sentence = TerminalText.Escape(entry.Sentence);
        output.Write(colour
            ? $"\u001b[2m{time}\u001b[0m  {(entry.First.IsFailed ? $"\u001b[31m{sentence}\u001b[0m" : sentence)}\u001b[2m{repeated}\u001b[0m\n"
            : $"{time}  {sentence}{repeated}\n");
    }

    /// <summary>What the entity turned out to be; null when its spelling said all.</summary>
    public static string? Meanings(Timeline timeline) => timeline.Meanings.Count switch
    {
        0 => null,
        // A word with "u" begins with the sound of "you": user, usage plan.
        1 => timeline.Meanings.Keys.Single() is var kind && "aeio".Contains(char.ToLowerInvariant(kind[0]), StringComparison.Ordinal) ? $"it is an {kind}" : $"it is a {kind}",
        _ => "it is several things: " + string.Join(
            ", ", timeline.Meanings.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} ({Counted.Of(pair.Value, "event")})"))),
    };

    static string Until(DateTime first, DateTime last) =>
        last.ToString(first.Date == last.Date ? "HH:mm:ss'Z'" : "yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
