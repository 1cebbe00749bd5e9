using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Lookups;

/// <summary>An attribute that events must have.</summary>
sealed record LookupAttribute(LookupKey Key, string Value)
{
    /// <summary>Reads <c>EventName=x</c>, or as AWS's command line <c>AttributeKey=EventName,AttributeValue=x</c>.</summary>
    /// <exception cref="TrailLakeException">There is no such key, or no value.</exception>
    public static LookupAttribute Parse(string text)
    {
        const string KeyPart = "AttributeKey=";
        const string ValuePart = ",AttributeValue=";
        var valueAt = text.IndexOf(ValuePart, StringComparison.Ordinal);
        var (key, value) = text.StartsWith(KeyPart, StringComparison.Ordinal) && valueAt > 0
            ? (text[KeyPart.Length..valueAt], text[(valueAt + ValuePart.Length)..])
            : Split(text);
        var keys = Enum.GetNames<LookupKey>();
        if (!keys.Contains(key) || value.Length == 0)
        {
            var nearest = keys.Contains(key) ? null : NameDistance.Nearest(key, keys);
            throw new TrailLakeException(
                ErrorKind.Usage,
                $"--attribute is '{text}'{(nearest is null ? "," : $", did you mean {nearest}?;")} expected KEY=VALUE with one of the "
                    + $"keys {string.Join(", ", keys)}",
                "--attribute");
        }

        var parsed = Enum.Parse<LookupKey>(key);
        return parsed == LookupKey.ReadOnly && value is not ("true" or "false")
            ? throw new TrailLakeException(
                ErrorKind.Usage, $"--attribute is '{text}', expected ReadOnly=true or ReadOnly=false", "--attribute")
            : new LookupAttribute(parsed, value);
    }

    static (string Key, string Value) Split(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
    }
}
