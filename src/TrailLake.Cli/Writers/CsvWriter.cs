using System.Buffers;
using System.Collections.Immutable;
using TrailLake.Errors;
using TrailLake.Query.Execution;

namespace TrailLake.Cli.Writers;

/// <summary>
/// RFC 4180 with line feeds. A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) gets an
/// apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection); numbers are left alone. SQL NULL is an empty field.
/// </summary>
/// <param name="escapeControls">True to show control characters, for a terminal; a file gets the bytes as they are.</param>
sealed class CsvWriter(TextWriter output, bool escapeControls = false) : IRowWriter
{
    // Blanks, line breaks, byte order mark, and what else takes no room.
    const string Invisible = " \t\r\n\v\f\u0085\u00A0\u200B\u200C\u200D\u2028\u2029\u2060\u3000\uFEFF\0";

    static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");
    ImmutableArray<QueryColumn> _columns;

    public void Begin(ImmutableArray<QueryColumn> columns)
    {
        _columns = columns;
        for (var i = 0; i < columns.Length; i++)
        {
            WriteField(i, columns[i].Name, isNumber: false);
        }

        output.Write('\n');
    }

    public void Write(IResultRow row)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            WriteField(i, row.GetText(i), _columns[i].IsNumber);
        }

        output.Write('\n');
    }

    // Some spreadsheets pass over what is invisible before a formula, and take full-width signs for the others.
    static bool IsFormula(string text)
    {
        if (text[0] is '\t' or '\r' or '\n')
        {
            return true;
        }

        var first = text.AsSpan().TrimStart(Invisible);
        return !first.IsEmpty && first[0] is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
    }

    void WriteField(int column, string? text, bool isNumber)
    {
        if (column > 0)
        {
            output.Write(',');
        }

        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (!isNumber && IsFormula(text))
        {
            text = "'" + text;
        }

        if (escapeControls)
        {
            text = TerminalText.Escape(text);
        }

        if (text.AsSpan().ContainsAny(s_quoted))
        {
            output.Write('"');
            output.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            output.Write('"');
        }
        else
        {
            output.Write(text);
        }
    }
}
