namespace TrailLake.Cli.Terminals;

/// <summary>Styles of text on a terminal (SGR parameters of ECMA-48).</summary>
static class TerminalStyle
{
    public const string Plain = "";
    public const string Bold = "1";
    public const string Dim = "2";
    public const string Red = "31";
    public const string Green = "32";
    public const string Teal = "36";
    public const string Grey = "90";
    public const string BrightRed = "91";
    public const string BoldRed = "1;91";
    public const string BoldYellow = "1;93";

    /// <summary>A text in a style, where colour is wanted.</summary>
    public static string Of(string text, string style, bool isColoured) =>
        isColoured && style.Length > 0 ? $"\u001b[{style}m{text}\u001b[0m" : text;
}
