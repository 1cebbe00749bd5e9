using System.Globalization;
using System.Text.RegularExpressions;
using TrailLake.Errors;

namespace TrailLake.Answers.Questions;

/// <summary>
/// Reads a question's file: comment lines <c>-- key: value</c>, then SQL. Keys: title, theme, parameter, events, paths, cannot see, needs,
/// looks back, finds by, example; parameter, events, paths and cannot see may stand several times. A parameter is <c>name (kind): text</c>
/// or <c>name (kind, default): text</c>; a need is <c>what they are | SQL condition</c>; what it finds by is <c>name</c> of a parameter or
/// <c>name ~ regular expression</c>.
/// </summary>
static partial class QuestionParser
{
    static readonly string[] s_keys =
        ["title", "theme", "parameter", "events", "paths", "cannot see", "needs", "looks back", "finds by", "example"];

    /// <param name="name">Name of the question.</param>
    /// <param name="text">Content of the file.</param>
    /// <param name="where">The file, for errors.</param>
    public static Question Parse(string name, string text, string where)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var header = lines.TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).ToList();
        var values = s_keys.ToDictionary(key => key, _ => new List<string>());
        for (var i = 0; i < header.Count; i++)
        {
            var match = HeaderLine.Match(header[i]);
            if (!match.Success || !values.TryGetValue(match.Groups[1].Value, out var list))
            {
                throw Wrong(where, i, $"found '{header[i]}', expected '-- key: value' with one of the keys {string.Join(", ", s_keys)}");
            }

            list.Add(match.Groups[2].Value);
        }

        var sql = string.Join('\n', lines.Skip(header.Count)).Trim();
        if (values["title"].Count != 1 || values["theme"].Count != 1 || sql.Length == 0)
        {
            throw Wrong(where, 0, "expected one '-- title:', one '-- theme:', and SQL below the header");
        }

        var parameters = values["parameter"].Select(value => ParseParameter(value, where)).ToList();
        return new Question
        {
            Name = name,
            Title = values["title"][0],
            Theme = values["theme"][0],
            Parameters = [.. parameters],
            Events = [.. values["events"]],
            Paths = [.. values["paths"]],
            CannotSee = [.. values["cannot see"]],
            Need = values["needs"].Count == 0 ? null : ParseNeed(values["needs"][0], where),
            LooksBack = values["looks back"].Count > 0,
            FindsBy = values["finds by"].Count == 0 ? null : ParseFinder(values["finds by"][0], parameters, where),
            Example = values["example"].FirstOrDefault() ?? "",
            Sql = sql,
        };
    }

    static QuestionParameter ParseParameter(string value, string where)
    {
        var match = Parameter.Match(value);
        if (!match.Success || !Enum.TryParse<QuestionParameterKind>(match.Groups[2].Value, ignoreCase: true, out var kind))
        {
            throw Wrong(
                where,
                0,
                $"the parameter '{value}' is not 'name (kind): text' with a kind of text, resource, account, key, address or number");
        }

        var @default = match.Groups[3].Success ? match.Groups[3].Value : null;
        var parameter = new QuestionParameter(match.Groups[1].Value, kind, @default, match.Groups[4].Value);
        if (@default is not null)
        {
            QuestionParameterCheck.Check(parameter, @default);
        }

        return parameter;
    }

    static QuestionNeed ParseNeed(string value, string where)
    {
        var bar = value.IndexOf(" | ", StringComparison.Ordinal);
        return bar < 0
            ? throw Wrong(where, 0, $"the need '{value}' is not 'what they are | SQL condition'")
            : new QuestionNeed(value[..bar].Trim(), value[(bar + 3)..].Trim());
    }

    static QuestionIndexQuery ParseFinder(string value, List<QuestionParameter> parameters, string where)
    {
        var parts = value.Split(" ~ ", 2);
        var pattern = parts.Length > 1 ? parts[1] : null;
        if (parameters.All(parameter => parameter.Name != parts[0] || parameter.Default is not null))
        {
            throw Wrong(where, 0, $"it finds by '{parts[0]}', which is no parameter, or has a default");
        }

        try
        {
            _ = Regex.IsMatch("", pattern ?? "", RegexOptions.CultureInvariant);
            return new QuestionIndexQuery(parts[0], pattern);
        }
        catch (ArgumentException)
        {
            throw Wrong(where, 0, $"'{pattern}' is no regular expression");
        }
    }

    static TrailLakeException Wrong(string where, int index, string what) =>
        new(ErrorKind.Usage, string.Create(CultureInfo.InvariantCulture, $"{where}, line {index + 1}: {what}"), where);

    [GeneratedRegex(@"^-- ([a-z ]+): (.+)$", RegexOptions.CultureInvariant)]
    static partial Regex HeaderLine { get; }

    [GeneratedRegex(@"^([a-z][a-z0-9-]*) \(([a-z]+)(?:, ([^)]+))?\): (.+)$", RegexOptions.CultureInvariant)]
    static partial Regex Parameter { get; }
}
