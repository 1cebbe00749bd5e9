using System.Text.Json;

namespace TrailLake.Answers.Sentences;

/// <summary>Finds values by a path such as <c>instancesSet.items[].instanceId</c>; <c>[]</c> takes one element, too.</summary>
static class JsonPath
{
    static readonly JsonDocumentOptions s_options = new() { MaxDepth = int.MaxValue };

    /// <summary>Parses a JSON column; undefined when it is NULL or no JSON.</summary>
    public static JsonElement Parse(string? text)
    {
        if (text is null)
        {
            return default;
        }

        try
        {
            // Not disposed: the document lives as long as its elements are used.
            return JsonDocument.Parse(text, s_options).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The texts and numbers at the path, in order.</summary>
    public static IEnumerable<string> Find(JsonElement root, string path) => Walk(root, path.Split('.'), 0);

    static IEnumerable<string> Walk(JsonElement element, string[] steps, int at)
    {
        if (at == steps.Length)
        {
            if (Scalar(element) is { Length: > 0 } text)
            {
                yield return text;
            }

            yield break;
        }

        var isList = steps[at].EndsWith("[]", StringComparison.Ordinal);
        var name = isList ? steps[at][..^2] : steps[at];
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var member))
        {
            yield break;
        }

        if (isList && member.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in member.EnumerateArray())
            {
                foreach (var found in Walk(item, steps, at + 1))
                {
                    yield return found;
                }
            }
        }
        else
        {
            foreach (var found in Walk(member, steps, at + 1))
            {
                yield return found;
            }
        }
    }

    static string? Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    // A lone surrogate has no string; the record is shown all the same.
    static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText().Trim('"');
        }
    }
}
