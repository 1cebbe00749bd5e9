using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using TrailLake.Answers.Lookups;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Errors;
using TrailLake.Query.Session;
using TrailLake.Query.Values;
using TrailLake.Tables;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake show</c>: a record as it was delivered, and where it came from.</summary>
sealed class ShowCommand : TrailLakeCommand
{
    readonly Argument<string> _eventId = new("EVENTID") { Description = "eventID of the event." };
    readonly SessionOptionGroup _session = new(explains: true);

    public ShowCommand()
        : base(
            "show",
            "Print the record of an event as it was delivered, and on stderr the object that it came from.",
            "traillake show --lake lake 6f1a5c2e-3c1b-4d0e-9d6c-0a4b7f3e2d11")
    {
        Declare([_eventId, .. _session.Symbols]);
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var eventId = context.Arguments.GetValue(_eventId)!;
        var (lake, options) = _session.Read(context.Arguments);
        using var session = context.Answer.Open(lake, options);
        var (output, words) = (context.Terminal.Out, context.Terminal.Error);
        var found = false;

        // All first: what is asked about each would end the stream of the rest.
        foreach (var row in EventSearch.ByEventId(session, eventId, cancellation).ToList())
        {
            found = true;
            output.Write(TerminalText.EscapeKeepingLines(JsonIndent.Format(Rebuild(row.Row))) + "\n");
            output.Flush();
            var file = Path.GetRelativePath(lake, row.DataFile);
            words.WriteLine(TerminalText.Escape($"from {row.SourceObject}, record {row.SourceIndex} (counted from 0); in {file}"));
            words.Write(TerminalText.EscapeKeepingLines(Deliveries(session, row, cancellation)));
            if (row.IsConflict)
            {
                words.WriteLine("another record has the same eventID with other content: one of them may have been tampered with");
            }
        }

        _session.Explain(context.Arguments, session, words);
        if (!found)
        {
            context.Terminal.Say($"no event with eventID {eventId}");
        }

        return Task.FromResult(found ? ExitCode.Done : ExitCode.Incomplete);
    }

    // The record is what was asked for: it is shown also by a lake that has lost its copies.
    static string Deliveries(SqlSession session, FoundEvent row, CancellationToken cancellation)
    {
        try
        {
            return DeliveryText.Lines(EventDeliveries.Of(session, row.SourceObject, row.SourceIndex, cancellation));
        }
        catch (TrailLakeException e) when (e.Kind == ErrorKind.Lake)
        {
            return $"how often it was delivered is not known: {e.Message}\n";
        }
    }

    static string Rebuild(JsonElement row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
        {
            RecordRebuilder.Write(row, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
