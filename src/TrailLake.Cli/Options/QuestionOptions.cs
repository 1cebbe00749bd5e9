using TrailLake.Answers.Questions;
using TrailLake.Cli.Texts;
using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary>Reads a question's own options, <c>--bucket NAME</c> or <c>--bucket=NAME</c>, which the parser does not know.</summary>
static class QuestionOptions
{
    /// <summary>The question of a name.</summary>
    /// <exception cref="TrailLakeException">There is none; the nearest name is offered.</exception>
    public static Question Find(QuestionCatalog catalog, string name)
    {
        UsageError.ThrowIf(
            name.StartsWith("--", StringComparison.Ordinal),
            $"found {name} where the question's name was expected: traillake ask QUESTION {name} …",
            name);
        var offer = NearestName.Offer(name, catalog.Questions.Select(known => known.Name));
        return catalog.Find(name) ?? throw UsageError.Of($"unknown question '{name}'{offer}; traillake ask lists them", name);
    }

    /// <summary>Values by parameter name.</summary>
    /// <param name="tokens">What the parser left over, in order.</param>
    public static Dictionary<string, string> Read(Question question, IReadOnlyList<string> tokens)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            UsageError.ThrowIf(
                !token.StartsWith("--", StringComparison.Ordinal),
                $"unexpected argument '{token}'; see traillake ask {question.Name} --explain",
                token);
            var equals = token.IndexOf('=', StringComparison.Ordinal);
            var name = Find(question, equals < 0 ? token : token[..equals]).Name;
            var value = equals >= 0 ? token[(equals + 1)..]
                : i + 1 < tokens.Count && !tokens[i + 1].StartsWith("--", StringComparison.Ordinal) ? tokens[++i]
                : throw UsageError.Of($"{token} needs a value", token);
            UsageError.ThrowIf(!values.TryAdd(name, value), $"--{name} is given twice", "--" + name);
        }

        QuestionAsker.Check(question, values);
        return values;
    }

    static QuestionParameter Find(Question question, string option)
    {
        if (question.Parameters.FirstOrDefault(parameter => "--" + parameter.Name == option) is { } found)
        {
            return found;
        }

        var names = question.Parameters.Select(parameter => "--" + parameter.Name).ToList();
        var takes = names.Count == 0 ? "it takes no option of its own" : $"it takes {string.Join(", ", names)}";
        throw UsageError.Of($"unknown option {option} of the question {question.Name}{NearestName.Offer(option, names)} ({takes})", option);
    }
}
