namespace TrailLake.Cli.Terminals;

/// <summary>
/// Output is lost: the disk is full, or the device fails. Not an <see cref="IOException"/>, so that nobody takes it for
/// trouble with a file that is read.
/// </summary>
/// <param name="message">What was lost, and why.</param>
sealed class OutputException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>Says what was lost, and why.</summary>
    /// <param name="where">stdout, or the file.</param>
    /// <param name="cause">What the system said.</param>
    public static OutputException Of(string where, Exception cause) =>
        new($"{where} cannot be written: {Reason(cause)}; what was written of it is not whole", cause);

    /// <summary>
    /// True when the reader of stdout went away (<c>traillake … | head</c>). The runtime gives errno itself as HResult for what it has no
    /// type for: EPIPE is 32 on Linux and macOS; Windows has ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    /// </summary>
    public static bool IsBrokenPipe(IOException exception) =>
        exception.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    // The runtime names the file behind the reason; it is named already.
    static string Reason(Exception cause)
    {
        var text = cause.Message.ReplaceLineEndings(" ");
        int at = text.IndexOf(" : '", StringComparison.Ordinal);
        return at > 0 ? text[..at] : text;
    }
}
