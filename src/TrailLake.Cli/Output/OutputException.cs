using System;

namespace TrailLake.Cli.Output;

/// <summary>
/// What was to be written is lost: the disk is full, or the device fails. Not an <see cref="System.IO.IOException"/>, so that nobody takes it for
/// trouble with a file that is read.
/// </summary>
sealed class OutputException : Exception
{
    /// <summary>Says what was lost, and why.</summary>
    /// <param name="where">stdout, or the file.</param>
    /// <param name="cause">What the system said.</param>
    public static OutputException Of(string where, Exception cause) =>
        new($"{where} cannot be written: {Reason(cause)}; what was written of it is not whole", cause);

    /// <param name="message">What was lost, and why.</param>
    public OutputException(string message, Exception cause)
        : base(message, cause)
    {
    }

    // The runtime names the file behind the reason; it is named already.
    static string Reason(Exception cause)
    {
        var text = cause.Message.ReplaceLineEndings(" ");
        int at = text.IndexOf(" : '", StringComparison.Ordinal);
        return at > 0 ? text[..at] : text;
    }
}
