using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary><c>--evidence FILE</c> of every command that answers.</summary>
sealed class EvidenceOption : Option<string>
{
    public EvidenceOption()
        : base("--evidence")
    {
        Description = "File for a manifest of the answer: SQL, snapshot, hash of the output, and each source object with its hashes. "
            + "SQL is run on one thread then.";
        HelpName = "FILE";
    }

    /// <summary>Full path of the file; null when none is wanted, or the command does not answer.</summary>
    public static string? Read(ParseResult arguments) =>
        SharedOption.Value<EvidenceOption>(arguments) is { } path ? Path.GetFullPath(path) : null;
}
