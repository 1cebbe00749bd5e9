using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using TrailLake.Errors;

namespace TrailLake.Query.Questions;

/// <summary>Asks a question of a session.</summary>
public static class QuestionAsker
{
    /// <summary>Name of the variable that says whether denied, failed and dry calls are wanted too.</summary>
    internal const string Attempts = "attempts";

    /// <summary>The filter of the session that a question needs: of a question that looks back, only the end.</summary>
    public static EventFilter FilterOf(Question question, EventFilter filter) =>
        question.LooksBack ? new EventFilter { To = filter.To } : filter;

    /// <summary>Gives the question's parameters to the session; its SQL can then be run or written.</summary>
    /// <param name="session">A session with the filter of <see cref="FilterOf"/>.</param>
    /// <param name="request">The parameters.</param>
    /// <exception cref="TrailLakeException">A parameter is unknown, or its value is not what it takes.</exception>
    public static void Prepare(LakeSession session, Question question, QuestionRequest request)
    {
        Check(question, request.Values);
        session.SetVariable(Attempts, request.Attempts ? "true" : "false");
        session.SetVariable("from", request.Filter.From?.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture));
        session.SetVariable("accounts", request.Filter.Accounts.Count == 0 ? null : string.Join(',', request.Filter.Accounts));
        foreach (var parameter in question.Parameters)
        {
            session.SetVariable(parameter.Name, request.Values.GetValueOrDefault(parameter.Name) ?? parameter.Default);
        }
    }

    /// <summary>Asks.</summary>
    /// <inheritdoc cref="Prepare"/>
    public static QueryResult Ask(LakeSession session, Question question, QuestionRequest request, CancellationToken cancellation = default)
    {
        Prepare(session, question, request);
        return session.QueryWithin(question.FindsBy?.Needles(session, request.Values), question.Sql, cancellation);
    }

    /// <summary>Asks, and writes the rows to <see cref="SessionOptions.ParquetOutput"/>. Returns the number of rows.</summary>
    /// <inheritdoc cref="Prepare"/>
    public static long WriteParquet(LakeSession session, Question question, QuestionRequest request, CancellationToken cancellation = default)
    {
        Prepare(session, question, request);
        return session.WriteParquetWithin(question.FindsBy?.Needles(session, request.Values), question.Sql, cancellation);
    }

    /// <summary>Refuses what the question does not take.</summary>
    /// <exception cref="TrailLakeException">A parameter is unknown, or its value is not what it takes.</exception>
    public static void Check(Question question, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            var parameter = question.Parameters.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new TrailLakeException(
                    ErrorKind.Usage,
                    $"the question {question.Name} has no parameter {name}; it takes {Names(question)}",
                    "--" + name);
            ParameterText.Check(parameter, value);
        }
    }

    static string Names(Question question) => question.Parameters.IsEmpty
        ? "none"
        : string.Join(", ", question.Parameters.Select(parameter => "--" + parameter.Name));
}
