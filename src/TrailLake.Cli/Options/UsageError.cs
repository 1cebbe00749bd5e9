using System.Diagnostics.CodeAnalysis;
using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary>What is wrong with a command line.</summary>
static class UsageError
{
    /// <param name="word">The option or argument that it is about.</param>
    public static TrailLakeException Of(string message, string? word = null) => new(ErrorKind.Usage, message, word);

    public static TrailLakeException Unexpected(string option, string found, string expected) =>
        Of($"{option} is '{found}', expected {expected}", option);

    public static TrailLakeException Unexpected(string option, long found, string expected) =>
        Of($"{option} is {found}, expected {expected}", option);

    public static void ThrowIf([DoesNotReturnIf(true)] bool isWrong, string message, string word)
    {
        if (isWrong)
        {
            throw Of(message, word);
        }
    }

    public static void ThrowIf(bool isWrong, string option, long found, string expected) =>
        ThrowIf(isWrong, $"{option} is {found}, expected {expected}", option);
}
