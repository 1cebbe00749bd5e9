using TrailLake.Cli.Commands;

namespace TrailLake.Cli;

/// <summary>The verbs, in the order in which help shows them. A new command is added here and nowhere else.</summary>
static class CommandList
{
    public static IEnumerable<TrailLakeCommand> Create() =>
    [
        new DemoCommand(),
        new IngestCommand(),
        new AskCommand(),
        new QueryCommand(),
        new ShellCommand(),
        new ShowCommand(),
        new TimelineCommand(),
        new TraceCommand(),
        new WhoCommand(),
        new LookupCommand(),
        new ChartCommand(),
        new ConnectCommand(),
        new CoverageCommand(),
        new StatusCommand(),
        new VerifyCommand(),
        new RepairCommand(),
        new OptimizeCommand(),
        new PurgeCommand(),
        new SweepCommand(),
        new GenerateCommand(),
    ];
}
