using System.CommandLine;
using TrailLake.Cli.Answers;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;

namespace TrailLake.Cli.Commands;

/// <summary>The context of a command.</summary>
/// <param name="Arguments">The parsed command line.</param>
/// <param name="Terminal">Where to read and write.</param>
/// <param name="Verbose">True when the person wants details.</param>
/// <param name="Answer">Opens the sessions of commands that answer, and writes what stands beside the answer.</param>
/// <param name="Interrupt">What may stop the command.</param>
/// <param name="Run">Runs another command, for one that asks an earlier question again.</param>
sealed record CommandContext(
    ParseResult Arguments, Terminal Terminal, bool Verbose, AnswerScope Answer, Interrupt Interrupt, CommandRunner Run);
