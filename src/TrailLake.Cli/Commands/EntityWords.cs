using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using TrailLake.Errors;
using TrailLake.Query;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Commands;

/// <summary>What the commands about an entity say on stderr when they find nothing.</summary>
static class EntityWords
{
    /// <summary>Says why nothing may have been found: an empty lake, no such account, a name that was mistyped.</summary>
    public static void SayNothingFound(Entity entity, LakeSession session, EventFilter filter, TextWriter words, CancellationToken cancellation)
    {
        words.WriteLine(TerminalText.Escape($"traillake: no event about {entity.KindText} {entity.Text}{Span(filter)}"));
        if (SayWhatIsMissing(session, filter, words, cancellation))
        {
            return;
        }

        var names = NearestNames.IsTyped(entity.Text) ? NearestNames.Find(session, entity.Text, cancellation) : [];
        if (names.Count > 0)
        {
            words.WriteLine(TerminalText.Escape("did you mean " + string.Join(", ", names) + "?"));
        }
    }

    /// <summary>Says so when the session shows no events at all; true when it did.</summary>
    public static bool SayWhatIsMissing(LakeSession session, EventFilter filter, TextWriter words, CancellationToken cancellation)
    {
        if (session.HasEvents(cancellation))
        {
            return false;
        }

        words.WriteLine(TerminalText.Escape(filter == EventFilter.All || Span(filter).Length == 0
            ? "traillake: the lake is empty: ingest an archive first"
            : $"traillake: the lake has no events at all{Span(filter)}; traillake status says what is in it"));
        return true;
    }

    static string Span(EventFilter filter)
    {
        var parts = new List<string>();
        if (filter.From is { } from)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"from {from:u}"));
        }

        if (filter.To is { } to)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"before {to:u}"));
        }

        if (filter.Accounts.Count > 0)
        {
            parts.Add("in account " + string.Join(", ", filter.Accounts));
        }

        return parts.Count == 0 ? "" : " " + string.Join(" ", parts);
    }
}
