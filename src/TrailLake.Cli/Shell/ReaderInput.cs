namespace TrailLake.Cli.Shell;

/// <summary>Lines from a pipe or file, or of a terminal that cannot place its cursor.</summary>
sealed class ReaderInput : IShellInput
{
    readonly TextReader _reader;
    readonly TextWriter? _prompts;
    int _line;

    /// <param name="prompts">Where to prompt; null to be silent.</param>
    public ReaderInput(TextReader reader, TextWriter? prompts)
    {
        _reader = reader;
        _prompts = prompts;
    }

    public int? Line => _prompts is null ? _line : null;

    public string? Read(bool isContinued)
    {
        if (_prompts is not null)
        {
            _prompts.Write(isContinued ? LineEditor.Continuation : LineEditor.Prompt);
            _prompts.Flush();
        }

        _line++;
        return _reader.ReadLine();
    }
}
