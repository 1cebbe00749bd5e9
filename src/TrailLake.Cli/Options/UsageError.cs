using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary>What is wrong with a command line.</summary>
static class UsageError
{
    /// <param name="word">The option or argument that it is about.</param>
    public static TrailLakeException Of(string message, string? word = null) => new(ErrorKind.Usage, message, word);

    /// <summary>A text that an option cannot have.</summary>
    public static TrailLakeException Unexpected(string option, string found, string expected) =>
        Of($"{option} is '{found}', expected {expected}", option);

    /// <summary>A number that an option cannot have.</summary>
    public static TrailLakeException Unexpected(string option, long found, string expected) =>
        Of($"{option} is {found}, expected {expected}", option);
}
