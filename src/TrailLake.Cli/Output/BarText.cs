using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;
using TrailLake.Errors;

namespace TrailLake.Cli.Output;

/// <summary>Draws bars: with Spectre.Console on a terminal, as lines of text in a pipe.</summary>
static class BarText
{
    const int TextWidth = 40;
    const int LongestLabel = 60;

    public static void Write(string title, IReadOnlyList<Bar> bars, Terminal terminal)
    {
        if (terminal.OutIsTerminal)
        {
            Draw(title, bars, terminal);
        }
        else
        {
            WriteText(title, bars, terminal);
        }
    }

    static void Draw(string title, IReadOnlyList<Bar> bars, Terminal terminal)
    {
        var chart = new BarChart
        {
            Label = $"[bold]{Markup.Escape(TerminalText.Escape(title))}[/]",
            LabelAlignment = Justify.Left,
            Culture = CultureInfo.InvariantCulture,
            Width = terminal.Width,
        };
        foreach (var bar in bars)
        {
            // Labels of a bar chart are markup.
            var note = bar.Part > 0 ? $" [red]({bar.Part.ToString("N0", CultureInfo.InvariantCulture)} failed)[/]" : "";
            chart.AddItem(Markup.Escape(Label(bar)) + note, bar.Value, bar.Part * 2 > bar.Value ? Color.Red : Color.Teal);
        }

        RichConsole.Of(terminal).Write(chart);
    }

    static void WriteText(string title, IReadOnlyList<Bar> bars, Terminal terminal)
    {
        var labels = bars.Select(Label).ToList();
        var width = labels.Select(label => label.Length).DefaultIfEmpty().Max();
        var most = bars.Select(bar => bar.Value).DefaultIfEmpty().Max();
        terminal.Out.Write(TerminalText.Escape(title) + "\n");
        for (var i = 0; i < bars.Count; i++)
        {
            var length = most == 0 ? 0 : (int)Math.Ceiling((double)bars[i].Value * TextWidth / most);
            var failed = bars[i].Part > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({bars[i].Part:N0} failed)") : "";
            terminal.Out.Write(string.Create(
                CultureInfo.InvariantCulture, $"  {labels[i].PadRight(width)}  {new string('█', length)}{(length > 0 ? " " : "")}{bars[i].Value:N0}{failed}\n"));
        }
    }

    static string Label(Bar bar)
    {
        var label = bar.Label.Length == 0 ? "(none)" : TerminalText.Escape(bar.Label);
        return label.Length <= LongestLabel ? label : label[..(LongestLabel - 1)] + "…";
    }
}
