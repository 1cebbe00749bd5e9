using TrailLake.Answers.Lookups;
using TrailLake.Cli.Terminals;
using TrailLake.Errors;
using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Commands;

/// <summary>Says on stderr that a command about an entity found nothing.</summary>
static class NothingFound
{
    /// <summary>Says why nothing may have been found: an empty lake, no such account, a name that was mistyped.</summary>
    public static void Say(Entity entity, SqlSession session, EventFilter filter, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Say($"no event about {entity.KindText} {entity.Text}{Span(filter)}");
        if (SayWhatIsMissing(session, filter, terminal, cancellation))
        {
            return;
        }

        var names = NearestNames.IsTyped(entity.Text) ? NearestNames.Find(session, entity.Text, cancellation) : [];
        if (names.Count > 0)
        {
            terminal.Error.WriteLine(TerminalText.Escape("did you mean " + string.Join(", ", names) + "?"));
        }
    }

    /// <summary>Says so when the session shows no events at all; true when it did.</summary>
    public static bool SayWhatIsMissing(SqlSession session, EventFilter filter, Terminal terminal, CancellationToken cancellation)
    {
        if (session.HasEvents(cancellation))
        {
            return false;
        }

        terminal.Say(filter == EventFilter.All || Span(filter).Length == 0
            ? "the lake is empty: ingest an archive first"
            : $"the lake has no events at all{Span(filter)}; traillake status says what is in it");
        return true;
    }

    static string Span(EventFilter filter) =>
        (filter.From is { } from ? $" from {from:u}" : "")
        + (filter.To is { } to ? $" before {to:u}" : "")
        + (filter.Accounts.Count > 0 ? " in account " + string.Join(", ", filter.Accounts) : "");
}
