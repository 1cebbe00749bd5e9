using TrailLake.Errors;

namespace TrailLake.Cli.Terminals;

/// <summary>Turns an exception into what a person reads.</summary>
static class ErrorText
{
    /// <summary>One line (an SQL error may add the line and the caret); with <paramref name="verbose"/> the stack as well.</summary>
    /// <param name="where">Stands before the text: which of several statements.</param>
    public static string Of(Exception exception, bool verbose, string where = "")
    {
        var text = "traillake: " + where + exception switch
        {
            TrailLakeException or OutputException => exception.Message,
            UnauthorizedAccessException or IOException => OneLine(exception.Message),
            _ => $"unexpected error: {OneLine(exception.Message)} ({exception.GetType().Name}); run again with --verbose for details",
        };
        return TerminalText.EscapeKeepingLines(verbose ? text + Environment.NewLine + exception : text);
    }

    /// <summary>True for the way a cancelled command ends.</summary>
    public static bool IsInterrupt(Exception exception, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested
        && exception is OperationCanceledException or AggregateException { InnerException: OperationCanceledException };

    static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
