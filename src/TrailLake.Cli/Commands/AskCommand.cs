using System.CommandLine;
using TrailLake.Answers.Questions;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Reports;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Writers;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Commands;

/// <summary><c>traillake ask</c>: the questions an investigator asks, answered.</summary>
sealed class AskCommand : TrailLakeCommand
{
    readonly Argument<string> _name = new("QUESTION")
    {
        Description = "Name of the question; nothing lists them all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<bool> _explain = CommandOption.Flag(
        "--explain",
        "Show the SQL, which events and paths it looks at, and what it cannot see; "
            + "with --lake beside the answer, and how many data files were opened for it.");

    readonly Option<bool> _attempts = CommandOption.Flag("--attempts", "Add what was denied, failed or a dry run.");
    readonly Option<string> _questions = CommandOption.Of<string>("--questions", "DIR", "Folder with questions of your own, NAME.sql.");
    readonly SessionOptionGroup _session = new(hasTimeout: true);
    readonly OutputOptions _output = new(parquet: true);

    public AskCommand()
        : base(
            "ask",
            "Answer one of the built-in questions: who deleted the bucket, who made the key, who changed the code…",
            "traillake ask",
            "traillake ask deleted-bucket --bucket acme-invoices --lake lake",
            "traillake ask changed-security-group --explain")
    {
        TreatUnmatchedTokensAsErrors = false;
        Declare([_name, _explain, _attempts, _questions, .. _session.Symbols, .. _output.Symbols]);
    }

    public override bool HasOptionsOfItsOwn => true;

    public override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        var catalog = QuestionCatalog.Load(arguments.GetValue(_questions));
        if (arguments.GetValue(_name) is not { } name)
        {
            QuestionText.List(catalog, context.Terminal.Out);
            return Task.FromResult(ExitCode.Done);
        }

        var question = QuestionOptions.Find(catalog, name);
        var values = QuestionOptions.Read(question, [.. arguments.UnmatchedTokens]);
        var explains = arguments.GetValue(_explain);
        if (explains && SharedOption.Value<LakeOption>(arguments) is null)
        {
            QuestionText.Explain(question, context.Terminal.Out);
            return Task.FromResult(ExitCode.Done);
        }

        var (lake, options) = _session.Read(arguments);
        var target = _output.Read(arguments);
        var request = new QuestionRequest { Values = values, Attempts = arguments.GetValue(_attempts), Filter = options.Filter };
        options = options with
        {
            Filter = QuestionAsker.FilterOf(question, options.Filter),
            ParquetOutput = target.Format == OutputFormat.Parquet ? target.Path : null,
        };
        using var session = context.Answer.Open(lake, options, request.Filter, says: true, isSql: true);
        var rows = Write(session, question, request, target, context.Terminal, cancellation);
        if (explains)
        {
            // The answer goes to stdout, so the explanation stands beside it.
            context.Terminal.Out.Flush();
            QuestionText.Explain(question, context.Terminal.Error);
            context.Terminal.Error.WriteLine();
            context.Terminal.Error.WriteLine(session.Counts.ToString());
        }

        if (rows > 0)
        {
            return Task.FromResult(ExitCode.Done);
        }

        context.Terminal.Say(EmptyAnswer.Explain(session, question, context.Answer.Files, request, cancellation));
        return Task.FromResult(ExitCode.Incomplete);
    }

    static long Write(
        SqlSession session, Question question, QuestionRequest request, OutputTarget target, Terminal terminal,
        CancellationToken cancellation)
    {
        if (target.Format == OutputFormat.Parquet)
        {
            return OutputFile.WriteParquet(target.Path!, () => QuestionAsker.WriteParquet(session, question, request, cancellation));
        }

        using var result = QuestionAsker.Ask(session, question, request, cancellation);
        long rows = 0;
        OutputFile.WriteTo(target, terminal, output => rows = ResultWriter.Run(result, target.Format, output, cancellation));
        return rows;
    }
}
