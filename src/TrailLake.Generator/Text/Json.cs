using System.Globalization;
using System.Text;

namespace TrailLake.Generator.Text;

/// <summary>JSON text as CloudTrail writes it: without white space.</summary>
static class Json
{
    /// <summary>An object of keys and values in turn. Nulls are left out, texts that are JSON already stand as they are.</summary>
    public static string Object(params ReadOnlySpan<object?> pairs)
    {
        var json = new StringBuilder("{");
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i + 1] is { } value)
            {
                json.Append(json.Length > 1 ? ",\"" : "\"").Append(pairs[i]).Append("\":").Append(ValueOf(value));
            }
        }

        return json.Append('}').ToString();
    }

    static string ValueOf(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        string and ("null" or ['{' or '[' or '"', ..]) => (string)value,
        _ => $"\"{value}\"",
    };
}
