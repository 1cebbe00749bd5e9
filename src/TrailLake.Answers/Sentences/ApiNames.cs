using System.Text.RegularExpressions;

namespace TrailLake.Answers.Sentences;

/// <summary>Takes the names of API actions and parameters apart.</summary>
static partial class ApiNames
{
    /// <summary>UpdateFunctionCode20150331v2 → UpdateFunctionCode.</summary>
    public static string WithoutDate(string name) => Date.Replace(name, "");

    /// <summary>DeleteDBInstance → Delete, DB, Instance.</summary>
    public static string[] Words(string name) => [.. Word.Matches(name).Select(match => match.Value)];

    /// <summary>Words as a person writes them: all small but for acronyms.</summary>
    public static string Phrase(string[] words) => string.Join(' ', words.Select(Small));

    // Acronyms that API names write as words.
    static string Small(string word) => word switch
    {
        "Vpc" or "Nat" or "Acl" or "Mfa" or "Dns" or "Saml" or "Iam" => word.ToUpperInvariant(),
        { Length: > 1 } when word == word.ToUpperInvariant() => word,
        _ => word.ToLowerInvariant(),
    };

    [GeneratedRegex(@"_?20\d{6}(v\d+)?$", RegexOptions.CultureInvariant)]
    static partial Regex Date { get; }

    [GeneratedRegex(@"[A-Z]+s?(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+", RegexOptions.CultureInvariant)]
    static partial Regex Word { get; }
}
