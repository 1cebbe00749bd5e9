using System.Globalization;
using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;

namespace TrailLake.Answers.Questions;

/// <summary>Asks a question of a session.</summary>
static class QuestionAsker
{
    /// <summary>The filter of the session that a question needs: of a question that looks back, only the end.</summary>
    public static EventFilter FilterOf(Question question, EventFilter filter) =>
        question.LooksBack ? new EventFilter { To = filter.To } : filter;

    /// <summary>Asks.</summary>
    /// <param name="session">A session with the filter of <see cref="FilterOf"/>.</param>
    /// <param name="request">The parameters.</param>
    /// <exception cref="TrailLakeException">A parameter is unknown, or its value is not what it takes.</exception>
    public static QueryResult Ask(
        SqlSession session, Question question, QuestionRequest request, CancellationToken cancellation = default) =>
        session.Ask(QueryOf(session, question, request), cancellation);

    /// <summary>As <see cref="Ask"/>, with typed values.</summary>
    public static LakeDataReader Read(
        SqlSession session, Question question, QuestionRequest request, CancellationToken cancellation = default) =>
        session.Read(QueryOf(session, question, request), [], cancellation);

    /// <summary>Asks, and writes the rows to <see cref="SessionOptions.ParquetOutput"/>. Returns the number of rows.</summary>
    /// <inheritdoc cref="Ask"/>
    public static long WriteParquet(
        SqlSession session, Question question, QuestionRequest request, CancellationToken cancellation = default) =>
        session.WriteParquet(QueryOf(session, question, request), cancellation);

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
            QuestionParameterCheck.Check(parameter, value);
        }
    }

    // A question's SQL may come from a folder of the user's: it is judged like his.
    static LakeQuery QueryOf(SqlSession session, Question question, QuestionRequest request)
    {
        Check(question, request.Values);
        var (from, accounts) = (request.Filter.From, request.Filter.Accounts);
        var variables = new Dictionary<string, string?>
        {
            ["attempts"] = request.Attempts ? "true" : "false",
            ["from"] = from?.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture),
            ["accounts"] = accounts.Count == 0 ? null : string.Join(',', accounts),
        };
        foreach (var parameter in question.Parameters)
        {
            variables[parameter.Name] = request.Values.GetValueOrDefault(parameter.Name) ?? parameter.Default;
        }

        var indexQuery = question.FindsBy?.IndexQueryOf(session, request.Values);
        return new LakeQuery(question.Sql) { Variables = variables, IndexQuery = indexQuery, IsUsers = true };
    }

    static string Names(Question question) => question.Parameters.IsEmpty
        ? "none"
        : string.Join(", ", question.Parameters.Select(parameter => "--" + parameter.Name));
}
