namespace TrailLake.Cli.Shell;

/// <summary>Lines from a pipe or file, or of a terminal that cannot place its cursor.</summary>
/// <param name="prompts">Where to prompt; null to be silent.</param>
sealed class ReaderInput(TextReader reader, TextWriter? prompts) : IShellInput
{
    readonly TextReader _reader = reader;
    readonly TextWriter? _prompts = prompts;
    int _line;

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
