using System.Globalization;
using TrailLake.Answers.Lookups;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Questions;

/// <summary>Says whether a question found nothing because nothing happened, or because nothing was recorded.</summary>
static class EmptyAnswer
{
    /// <summary>One sentence.</summary>
    /// <param name="session">The session that found nothing, prepared for the question.</param>
    /// <param name="files">All files of the snapshot.</param>
    /// <param name="request">What was asked.</param>
    public static string Explain(
        SqlSession session, Question question, LakeFiles files, QuestionRequest request, CancellationToken cancellation = default)
    {
        if (files.Events.Count == 0)
        {
            return "the lake holds no events";
        }

        var filter = request.Filter;
        if (files.Prune(filter).Events.Count == 0 || !session.HasEvents(cancellation))
        {
            return Outside(files, filter);
        }

        var scope = filter is { From: null, To: null, Accounts.Count: 0 } ? "the lake holds" : "the lake holds for this time and account";
        if (question.Need is { } need && !session.Any(NeedOf(need), cancellation))
        {
            return $"{scope} no {need.What}: what {question.Name} asks for was not recorded, which does not say that it did not happen";
        }

        var failed = request.Attempts ? 0 : Attempts(session, question, request, cancellation);
        return failed > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"nothing that took effect was found; --attempts shows {failed} that {(failed == 1 ? "was" : "were")} "
                    + $"denied, failed or a dry run")
            : "nothing was found" + Offer(session, question, request, cancellation);
    }

    // For a thing that no event names, what it was perhaps meant to be.
    static string Offer(SqlSession session, Question question, QuestionRequest request, CancellationToken cancellation)
    {
        foreach (var parameter in question.Parameters.Where(parameter => parameter.Kind == QuestionParameterKind.Resource))
        {
            if (!request.Values.TryGetValue(parameter.Name, out var value) || !NearestNames.IsTyped(value))
            {
                continue;
            }

            var name = ArnText.Parse(value) is { Name.Length: > 0 } arn ? arn.Name : value;
            var names = NearestNames.Find(session, name, cancellation);
            if (names.Count > 0 && !names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"; for --{parameter.Name} {value}, did you mean {string.Join(", ", names)}?";
            }
        }

        return "";
    }

    static string Outside(LakeFiles files, EventFilter filter)
    {
        var known = files.Events.Select(file => file.Account).Distinct().Order().ToList();
        var missing = filter.Accounts.Where(account => !known.Contains(account)).ToList();
        return missing.Count > 0
            ? $"the lake holds no events of account {string.Join(", ", missing)}; it has {Some(known)}"
            : "the lake holds no events of this time and account";
    }

    static string Some(List<string> names) => names.Count <= 5
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more");

    static long Attempts(SqlSession session, Question question, QuestionRequest request, CancellationToken cancellation)
    {
        using var result = QuestionAsker.Ask(session, question, request with { Attempts = true }, cancellation);
        long count = 0;
        while (result.Read())
        {
            count++;
        }

        return count;
    }

    static LakeQuery NeedOf(QuestionNeed need) => new($"SELECT 1 FROM events WHERE {need.Condition} LIMIT 1") { IsUsers = true };
}
