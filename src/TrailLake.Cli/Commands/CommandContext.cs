using System.CommandLine;

namespace TrailLake.Cli.Commands;

/// <summary>What a command runs with.</summary>
/// <param name="Arguments">The parsed command line.</param>
/// <param name="Terminal">Where to read and write.</param>
/// <param name="Verbose">True when the person wants details.</param>
/// <param name="Interrupt">What Ctrl-C does; null where nobody can press it.</param>
sealed record CommandContext(ParseResult Arguments, Terminal Terminal, bool Verbose, Interrupt? Interrupt = null);
