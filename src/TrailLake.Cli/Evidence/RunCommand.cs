using System.Threading;
using System.Threading.Tasks;

namespace TrailLake.Cli.Evidence;

/// <summary>Runs a command line on a version of the lake: whoever checks an answer asks again, and knows nothing of the other commands.</summary>
delegate Task<ExitCode> RunCommand(string[] arguments, Terminal terminal, long version, CancellationToken cancellation);
