namespace TrailLake.Cli.Shell;

/// <summary>A source of a shell's lines.</summary>
interface IShellInput
{
    /// <summary>
    /// The next line, or several at once when they were typed as one text; null at the end.
    /// </summary>
    /// <param name="isContinued">True when a statement was begun and not ended.</param>
    string? Read(bool isContinued);

    /// <summary>Number of the first line of what was read last; null for a person, who sees it.</summary>
    int? Line { get; }
}
