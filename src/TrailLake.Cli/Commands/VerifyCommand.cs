using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake verify</c>: the parent of the verbs that prove something.</summary>
sealed class VerifyCommand : TrailLakeCommand
{
    public VerifyCommand()
        : base("verify", "Prove that what you have is what CloudTrail delivered.")
    {
        Subcommands.Add(new VerifyEvidenceCommand());
        Subcommands.Add(new VerifyDigestsCommand());
        Subcommands.Add(new VerifyLakeCommand());
    }

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation) =>
        throw UsageError.Of("verify needs to know what: traillake verify --help lists what can be verified");
}
