using System;
using System.IO;
using System.Linq;

namespace TrailLake.Query.Questions;

/// <summary>Writes the questions as a page of documentation, from their headers.</summary>
public static class QuestionDocument
{
    /// <summary>The page, as Markdown.</summary>
    public static string Write(QuestionCatalog catalog)
    {
        var output = new StringWriter { NewLine = "\n" };
        output.WriteLine("# Questions");
        output.WriteLine();
        output.WriteLine("`traillake ask NAME` answers one of these; `--explain` shows its SQL. This page is written from the headers of");
        output.WriteLine("`src/TrailLake.Query/Questions/*.sql`. Every question takes `--from`, `--to` and `--account`, shows what took effect, and with");
        output.WriteLine("`--attempts` adds what was denied, failed or a dry run. Options that are left out mean all.");
        foreach (var theme in catalog.Questions.GroupBy(question => question.Theme))
        {
            output.WriteLine();
            output.WriteLine("## " + theme.Key);
            foreach (var question in theme)
            {
                Write(question, output);
            }
        }

        return output.ToString();
    }

    static void Write(Question question, StringWriter output)
    {
        output.WriteLine();
        output.WriteLine("### " + question.Name);
        output.WriteLine();
        output.WriteLine(question.Title);
        output.WriteLine();
        output.WriteLine("```");
        output.WriteLine($"traillake ask {question.Name} {question.Example}".TrimEnd());
        output.WriteLine("```");
        output.WriteLine();
        foreach (var parameter in question.Parameters)
        {
            var @default = parameter.Default is null ? "" : $" ({parameter.Default} when it is not given)";
            output.WriteLine($"- `--{parameter.Name}`: {parameter.Description}{@default}");
        }

        foreach (var line in question.Events)
        {
            output.WriteLine("- Events: " + line);
        }

        foreach (var line in question.Paths)
        {
            output.WriteLine($"- Paths: {Plain(line)}");
        }

        if (question.Need is { } need)
        {
            output.WriteLine("- Needs: " + need.What);
        }

        foreach (var line in question.CannotSee)
        {
            output.WriteLine("- Cannot see: " + line);
        }
    }

    // A star and brackets are letters here, not Markdown.
    static string Plain(string text) => text.Replace("*", "\\*", StringComparison.Ordinal);
}
