using System.Text.RegularExpressions;
using TrailLake.Index;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Query.Sql;

namespace TrailLake.Answers.Questions;

/// <summary>What the index is asked for a question.</summary>
/// <param name="Parameter">Name of the parameter: every event that the answer is made of holds its value, or the name at its end.</param>
/// <param name="Pattern">Values that this holds for, as a regular expression; null for all.</param>
sealed record QuestionIndexQuery(string Parameter, string? Pattern)
{
    /// <summary>The query to the index; null when all files are to be read.</summary>
    internal IndexQuery? IndexQueryOf(SqlSession session, IReadOnlyDictionary<string, string> values)
    {
        if (!values.TryGetValue(Parameter, out var value)
            || (Pattern is not null && !Regex.IsMatch(value, Pattern, RegexOptions.CultureInvariant)))
        {
            return null;
        }

        // The macro that the questions compare with says what the name at the end of an ARN is.
        using var result = session.Ask(new LakeQuery($"SELECT resource_name({SqlText.Literal(value)})") { IsAside = true });
        var name = result.Read() ? result.GetText(0) ?? value : value;
        return Add(Add(new IndexQuery(), value), name).Text("alias/" + name);
    }

    static IndexQuery Add(IndexQuery query, string text) => query.Name(text).NameInTexts(text).Json(text);
}
