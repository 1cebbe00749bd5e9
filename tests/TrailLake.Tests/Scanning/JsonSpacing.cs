using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TrailLake.Tests.Scanning;

/// <summary>Writes JSON with the blanks that different programs put into it.</summary>
static class JsonSpacing
{
    static readonly JsonSerializerOptions s_plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indentation(string spacing, int depth) => string.Concat(Enumerable.Repeat(
        spacing switch
        {
            "jq" or "crlf" => "  ",
            "indent4" => "    ",
            "tabs" => "\t",
            "powershell" => "        ",
            _ => "",
        },
        depth));

    public static void Write(StringBuilder text, JsonNode? node, string spacing, int depth)
    {
        bool isObject = node is JsonObject;
        if (node is not (JsonObject or JsonArray))
        {
            text.Append(node?.ToJsonString(s_plain) ?? "null");
            return;
        }

        string inner = Break(spacing) + Indentation(spacing, depth + 1);
        string outer = Break(spacing) + Indentation(spacing, depth);
        text.Append(isObject ? '{' : '[');
        bool isFirst = true;
        foreach (var (key, value) in isObject
            ? node.AsObject().Select(pair => (pair.Key, pair.Value))
            : node.AsArray().Select(value => ("", value)))
        {
            text.Append(isFirst ? "" : ",").Append(inner);
            if (isObject)
            {
                text.Append(JsonSerializer.Serialize(key, s_plain)).Append(spacing switch
                {
                    "minified" => ":",
                    "powershell" => ":  ",
                    "spaced" => " : ",
                    _ => ": ",
                });
            }

            Write(text, value, spacing, depth + 1);
            isFirst = false;
        }

        text.Append(isFirst ? "" : outer).Append(isObject ? '}' : ']');
    }

    static string Break(string spacing) => spacing switch
    {
        "minified" => "",
        "spaced" => " ",
        "crlf" or "powershell" => "\r\n",
        _ => "\n",
    };
}
