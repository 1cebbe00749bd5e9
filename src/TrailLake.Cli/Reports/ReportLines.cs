using System.Text;

namespace TrailLake.Cli.Reports;

/// <summary>A report for a person, line by line.</summary>
sealed class ReportLines
{
    readonly StringBuilder _text = new();

    public void Add(string line) => _text.Append(line).Append('\n');

    /// <summary>Adds a line where it says something.</summary>
    public void AddIf(bool isSaid, string line)
    {
        if (isSaid)
        {
            Add(line);
        }
    }

    /// <summary>Adds the first of many lines.</summary>
    /// <param name="more">The line about the rest, of their number.</param>
    public void AddFirst(IReadOnlyCollection<string> lines, int most, Func<int, string> more)
    {
        foreach (var line in lines.Take(most))
        {
            Add(line);
        }

        if (lines.Count > most)
        {
            Add(more(lines.Count - most));
        }
    }

    public override string ToString() => _text.ToString();
}
