using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Errors;
using TrailLake.Query.Entities;
using TrailLake.Query.Questions;

namespace TrailLake.Cli.Options;

/// <summary>Reads a question's own options, <c>--bucket NAME</c> or <c>--bucket=NAME</c>: the parser does not know them, each question has its own.</summary>
static class QuestionOptions
{
    /// <summary>The question of a name.</summary>
    /// <exception cref="TrailLakeException">There is none; the nearest name is offered.</exception>
    public static Question Find(QuestionCatalog catalog, string name)
    {
        if (name.StartsWith("--", StringComparison.Ordinal))
        {
            throw new TrailLakeException(ErrorKind.Usage, $"found {name} where the question's name was expected: traillake ask QUESTION {name} …", name);
        }

        if (catalog.Find(name) is { } question)
        {
            return question;
        }

        var nearest = NameDistance.Nearest(name, catalog.Questions.Select(known => known.Name));
        throw new TrailLakeException(
            ErrorKind.Usage,
            $"unknown question '{name}'{(nearest is null ? "" : $", did you mean {nearest}?")}; traillake ask lists them",
            name);
    }

    /// <summary>Values by parameter name.</summary>
    /// <param name="tokens">What the parser left over, in order.</param>
    public static Dictionary<string, string> Read(Question question, IReadOnlyList<string> tokens)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (!token.StartsWith("--", StringComparison.Ordinal))
            {
                throw new TrailLakeException(ErrorKind.Usage, $"unexpected argument '{token}'; see traillake ask {question.Name} --explain", token);
            }

            var equals = token.IndexOf('=', StringComparison.Ordinal);
            var name = Find(question, equals < 0 ? token : token[..equals]).Name;
            var value = equals >= 0 ? token[(equals + 1)..]
                : i + 1 < tokens.Count && !tokens[i + 1].StartsWith("--", StringComparison.Ordinal) ? tokens[++i]
                : throw new TrailLakeException(ErrorKind.Usage, $"{token} needs a value", token);
            if (!values.TryAdd(name, value))
            {
                throw new TrailLakeException(ErrorKind.Usage, $"--{name} is given twice", "--" + name);
            }
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
        var offer = NameDistance.Nearest(option, names) is { } nearest ? $", did you mean {nearest}?" : "";
        var takes = names.Count == 0 ? "it takes no option of its own" : $"it takes {string.Join(", ", names)}";
        throw new TrailLakeException(ErrorKind.Usage, $"unknown option {option} of the question {question.Name}{offer} ({takes})", option);
    }
}
