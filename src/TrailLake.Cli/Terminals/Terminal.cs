using System.Text;
using Microsoft.Win32.SafeHandles;
using TrailLake.Cli.Processes;
using TrailLake.Errors;

namespace TrailLake.Cli.Terminals;

/// <summary>The input and outputs of a command: data goes to <see cref="Out"/>, words go to <see cref="Error"/>.</summary>
sealed class Terminal(
    TextReader input,
    TextWriter output,
    TextWriter error,
    bool outIsTerminal = false,
    bool errorIsTerminal = false,
    int width = 80,
    bool inIsTerminal = false,
    bool? colour = null) : IDisposable
{
    const int BufferSize = 64 * 1024;
    const int LeastWidth = 20;
    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
    StandardErrorStream? _words;

    public TextReader In { get; } = input;

    /// <summary>True when a person types what <see cref="In"/> reads.</summary>
    public bool InIsTerminal { get; } = inIsTerminal;

    /// <summary>Buffered; a command's data. It is flushed when the command ends.</summary>
    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>True when words for <see cref="Error"/> could not be written.</summary>
    public bool HasLostWords => _words?.IsLost ?? false;

    /// <summary>True when a person reads <see cref="Out"/>: tables may be cut to its width.</summary>
    public bool OutIsTerminal { get; } = outIsTerminal;

    /// <summary>True when a person reads <see cref="Error"/>: progress may be drawn on it.</summary>
    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>True when <see cref="Out"/> may carry colour (https://no-color.org).</summary>
    public bool Colour { get; } = colour ?? (outIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb");

    public int Width { get; } = width;

    /// <summary>The same terminal, but for where <see cref="Out"/> goes.</summary>
    public Terminal WithOut(TextWriter output) =>
        new(In, output, Error, OutIsTerminal, ErrorIsTerminal, Width, InIsTerminal, Colour);

    /// <summary>Says a line to the person, as the command's own. Foreign text in it is made harmless.</summary>
    public void Say(string line) => Error.WriteLine("traillake: " + TerminalText.Escape(line));

    /// <summary>A text for <see cref="Out"/> in a style, where it may carry colour.</summary>
    public string Styled(string text, string style) => TerminalStyle.Of(text, style, Colour);

    /// <summary>Writes a text: broken between words on a terminal, as one line in a pipe, where it can be searched.</summary>
    /// <param name="first">Stands before the first line.</param>
    /// <param name="rest">Stands before each further line.</param>
    public void WriteWrapped(string text, string style = TerminalStyle.Plain, string first = "", string rest = "")
    {
        var prefix = first;
        foreach (var line in WordWrap.Lines(text, OutIsTerminal ? Math.Max(Width - rest.Length, LeastWidth) : int.MaxValue))
        {
            Out.Write(prefix + Styled(line, style) + "\n");
            prefix = rest;
        }
    }

    /// <summary>The terminal, pipes or files that the process was started with.</summary>
    public static Terminal OfProcess()
    {
        var outIsTerminal = !Console.IsOutputRedirected;
        var output = new StreamWriter(new OutputStream(OpenOut(outIsTerminal), "stdout"), s_utf8, BufferSize);
        var words = new StandardErrorStream(Console.OpenStandardError());
        var error = new StreamWriter(words, s_utf8) { AutoFlush = true };
        Console.SetError(error);
        return new Terminal(
            StandardStreams.IsClosed(0) ? TextReader.Null : Console.In,
            output,
            TextWriter.Synchronized(error),
            outIsTerminal,
            !Console.IsErrorRedirected,
            outIsTerminal ? WidthOfConsole() : 80,
            !Console.IsInputRedirected)
        {
            _words = words,
        };
    }

    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (Exception e) when (e is IOException or OutputException)
        {
            // What could not be written was reported, or the reader of the pipe is gone.
        }
    }

    static Stream OpenOut(bool isTerminal)
    {
        if (StandardStreams.IsClosed(1))
        {
            return new ClosedOutputStream();
        }

        // The console's own stream swallows "broken pipe", so that a query would go on for nobody; a FileStream reports it. Only for pipes:
        // over a file it would keep an offset of its own, and `(traillake …; traillake …) > file` would overwrite itself.
        if (!isTerminal && !OperatingSystem.IsWindows())
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }

    static int WidthOfConsole()
    {
        try
        {
            return Console.WindowWidth > 0 ? Math.Max(Console.WindowWidth, 40) : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
