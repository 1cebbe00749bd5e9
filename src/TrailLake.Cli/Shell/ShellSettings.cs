using TrailLake.Cli.Options;

namespace TrailLake.Cli.Shell;

/// <summary>What a person sets while the shell runs.</summary>
sealed class ShellSettings
{
    /// <summary>How rows are written.</summary>
    public OutputFormat Format { get; set; } = OutputFormat.Table;

    /// <summary>True to say how long each statement took.</summary>
    public bool Timer { get; set; }
}
