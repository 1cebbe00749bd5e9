using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;

namespace TrailLake.Cli.Answers;

/// <summary>Runs a command line on a version of the lake: so an answer is asked for again.</summary>
delegate Task<ExitCode> CommandRunner(string[] arguments, Terminal terminal, long version, CancellationToken cancellation);
