namespace TrailLake.Cli.Shell;

/// <summary>Lines from a pipe or file, or of a terminal that cannot place its cursor.</summary>
/// <param name="prompts">Where to prompt; null to be silent.</param>
sealed class ReaderInput(TextReader reader, TextWriter? prompts) : IShellInput
{
    int _line;

    public int? Line => prompts is null ? _line : null;

    public string? Read(bool isContinued)
    {
        if (prompts is not null)
        {
            prompts.Write(isContinued ? LineEditor.Continuation : LineEditor.Prompt);
            prompts.Flush();
        }

        _line++;
        return reader.ReadLine();
    }
}
