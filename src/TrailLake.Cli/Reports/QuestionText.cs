using TrailLake.Answers.Questions;
using TrailLake.Errors;

namespace TrailLake.Cli.Reports;

/// <summary>Prints questions for a person.</summary>
static class QuestionText
{
    /// <summary>All of them, by theme.</summary>
    public static void List(QuestionCatalog catalog, TextWriter output)
    {
        var width = catalog.Questions.Max(question => question.Name.Length);
        foreach (var theme in catalog.Questions.GroupBy(question => question.Theme))
        {
            output.WriteLine(TerminalText.Escape(theme.Key));
            foreach (var question in theme)
            {
                var options = string.Concat(question.Parameters.Select(parameter => $" [--{parameter.Name}]"));
                output.WriteLine($"  {question.Name.PadRight(width)}  {TerminalText.Escape(question.Title)}{options}");
            }

            output.WriteLine();
        }

        output.WriteLine("traillake ask NAME answers one; traillake ask NAME --explain shows its SQL and what it cannot see.");
    }

    /// <summary>One question: what it looks at, what it cannot see, its SQL.</summary>
    public static void Explain(Question question, TextWriter output)
    {
        output.WriteLine(TerminalText.Escape(question.Title));
        output.WriteLine();
        var width = question.Parameters.Select(parameter => parameter.Name.Length).DefaultIfEmpty().Max();
        foreach (var parameter in question.Parameters)
        {
            var @default = parameter.Default is null ? "" : $" ({parameter.Default} when it is not given)";
            output.WriteLine($"  --{parameter.Name.PadRight(width)}  {TerminalText.Escape(parameter.Description)}{@default}");
        }

        Section(output, "Events", [.. question.Events]);
        Section(output, "Paths", [.. question.Paths]);
        Section(output, "Needs", question.Need is { } need ? [need.What] : []);
        Section(output, "Cannot see", [.. question.CannotSee]);
        Section(output, "Example", question.Example.Length == 0 ? [] : [$"traillake ask {question.Name} {question.Example}"]);
        output.WriteLine();
        output.WriteLine("SQL");
        foreach (var line in question.Sql.Split('\n'))
        {
            output.WriteLine(line.Length == 0 ? "" : "  " + TerminalText.Escape(line));
        }
    }

    static void Section(TextWriter output, string title, string[] lines)
    {
        if (lines.Length == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(title);
        foreach (var line in lines)
        {
            output.WriteLine("  " + TerminalText.Escape(line));
        }
    }
}
