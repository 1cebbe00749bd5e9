using System.Text;

namespace TrailLake.Cli.Reports;

/// <summary>
/// Lays JSON out for reading. It moves blanks and nothing else: numbers, escapes and keys stay as they were delivered, which a parser that
/// writes again would not promise.
/// </summary>
static class JsonIndent
{
    public static string Format(string json)
    {
        var result = new StringBuilder(json.Length * 2);
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            switch (c)
            {
                case '"':
                    i = CopyString(json, i, result);
                    break;
                case '{' or '[' when json[NextToken(json, i + 1)] is '}' or ']':
                    i = NextToken(json, i + 1);
                    result.Append(c).Append(json[i]);
                    break;
                case '{' or '[':
                    result.Append(c);
                    NewLine(result, ++depth);
                    break;
                case '}' or ']':
                    NewLine(result, --depth);
                    result.Append(c);
                    break;
                case ',':
                    result.Append(c);
                    NewLine(result, depth);
                    break;
                case ':':
                    result.Append(": ");
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    result.Append(c);
                    break;
            }
        }

        return result.ToString();
    }

    static int CopyString(string json, int start, StringBuilder result)
    {
        var i = start + 1;
        while (i < json.Length && json[i] != '"')
        {
            i += json[i] == '\\' ? 2 : 1;
        }

        result.Append(json, start, int.Min(i, json.Length - 1) - start + 1);
        return i;
    }

    static int NextToken(string json, int i)
    {
        while (i < json.Length - 1 && json[i] is ' ' or '\t' or '\r' or '\n')
        {
            i++;
        }

        return int.Min(i, json.Length - 1);
    }

    static void NewLine(StringBuilder result, int depth) => result.Append('\n').Append(' ', depth * 2);
}
