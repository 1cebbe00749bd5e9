using TrailLake.Cli.Terminals;
using TrailLake.Errors;

namespace TrailLake.Cli.Reports;

/// <summary>Draws bars: in a pipe of one length, on a terminal in colour and within its width.</summary>
static class BarText
{
    const int LongestBar = 40;
    const int ShortestBar = 8;
    const int LongestLabel = 60;

    public static void Write(string title, IReadOnlyList<Bar> bars, Terminal terminal)
    {
        var notes = bars.Select(bar => (Value: $"{bar.Value:N0}", Failed: bar.Part > 0 ? $" ({bar.Part:N0} failed)" : "")).ToList();
        var longestNote = notes.Select(note => note.Value.Length + note.Failed.Length).DefaultIfEmpty().Max();

        // Two blanks before a label and behind it, one before the value.
        var room = terminal.OutIsTerminal ? terminal.Width - longestNote - 5 : LongestLabel + LongestBar;
        var labels = bars.Select(Label).ToList();
        var width = Math.Min(labels.Select(label => label.Length).DefaultIfEmpty().Max(), Math.Max(room - ShortestBar, ShortestBar));
        var longestBar = Math.Clamp(room - width, ShortestBar, LongestBar);
        var most = bars.Select(bar => bar.Value).DefaultIfEmpty().Max();
        terminal.Out.Write(terminal.Styled(TerminalText.Escape(title), TerminalStyle.Bold) + "\n");
        for (var i = 0; i < bars.Count; i++)
        {
            var length = most == 0 ? 0 : (int)Math.Ceiling((double)bars[i].Value * longestBar / most);
            var style = bars[i].Part * 2 > bars[i].Value ? TerminalStyle.BrightRed : TerminalStyle.Teal;
            var bar = length == 0 ? "" : terminal.Styled(new string('█', length), style) + " ";
            var failed = notes[i].Failed.Length == 0 ? "" : terminal.Styled(notes[i].Failed, TerminalStyle.BrightRed);
            var label = WordWrap.Lines(labels[i], width).ToList();
            terminal.Out.Write($"  {label[0].PadRight(width)}  {bar}{notes[i].Value}{failed}\n");
            terminal.Out.Write(string.Concat(label.Skip(1).Select(rest => $"  {rest}\n")));
        }
    }

    static string Label(Bar bar)
    {
        var label = bar.Label.Length == 0 ? "(none)" : TerminalText.Escape(bar.Label);
        return label.Length <= LongestLabel ? label : label[..(LongestLabel - 1)] + "…";
    }
}
