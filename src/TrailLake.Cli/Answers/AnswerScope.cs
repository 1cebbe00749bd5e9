using System.CommandLine;
using TrailLake.Answers.Coverage;
using TrailLake.Answers.Evidence;
using TrailLake.Cli.Options;
using TrailLake.Cli.Processes;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Cli.Writers;
using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Schema;

namespace TrailLake.Cli.Answers;

/// <summary>
/// What all commands that answer share: it opens their session, says when the asked span is not complete, and writes the manifest that
/// <c>--evidence</c> asks for. A command opens its session here and prints to the context's terminal; the rest is done around it.
/// </summary>
sealed class AnswerScope : IDisposable
{
    readonly ParseResult _arguments;
    readonly Terminal _terminal;
    readonly long? _pinned;
    readonly CancellationToken _cancellation;
    readonly string? _path;
    readonly OutputHash _hash = new();
    readonly StatementLog _log = new();
    Task<(string? Coverage, string? Integrity)>? _notes;
    bool _says;
    EventFilter _asked = EventFilter.All;
    EventFilter _shown = EventFilter.All;
    LakeFiles? _files;
    string? _absent;
    bool _isAboutLedger;

    /// <param name="terminal">The command's own.</param>
    /// <param name="version">Version of the lake to ask; null for the newest.</param>
    public AnswerScope(ParseResult arguments, Terminal terminal, long? version, Interrupt interrupt)
    {
        _arguments = arguments;
        _pinned = version;
        _cancellation = interrupt.Token;
        _path = EvidenceOption.Read(arguments);
        _terminal = terminal;
        Terminal = _path is null
            ? terminal
            : terminal.WithOut(new HashingWriter(terminal.Out, _hash));
    }

    public Terminal Terminal { get; }

    /// <summary>SQL that the command read from stdin or a file.</summary>
    public string? Input { get; set; }

    /// <summary>All files of the snapshot that is asked.</summary>
    public LakeFiles Files => _files ?? throw new InvalidOperationException("No session was opened.");

    /// <summary>Version of the events table that is asked.</summary>
    public long Version { get; private set; }

    /// <summary>Opens a session over the lake of the answer.</summary>
    /// <param name="asked">Span and accounts that the answer is for, where they are not the session's.</param>
    /// <param name="says">True to say beside the answer when data is missing in what was asked.</param>
    /// <param name="isAboutLedger">True when the answer is what the ledger says, of which a damaged lake holds less.</param>
    /// <param name="isSql">True when the answer is what a statement of SQL gives, which may leave open the order of its rows.</param>
    public SqlSession Open(
        string lake, SessionOptions options, EventFilter? asked = null, bool says = false, bool isSql = false, bool isAboutLedger = false)
    {
        _isAboutLedger = isAboutLedger;
        var store = Lake.Open(lake).Store;
        var snapshot = _pinned is { } version ? store.Snapshot(version) : store.Snapshot();
        var files = _files = LakeFiles.Of(lake, snapshot);
        Version = snapshot.Version;
        _asked = asked ?? options.Filter;
        CheckAccounts(files);
        _shown = options.Filter;
        _says = says;
        _notes = Task.Run(
            () =>
            {
                // A session of its own: the command's is at work, and writes down what it is asked.
                using var beside = SqlSession.Open(files);
                var integrity = IntegrityNote.Of(snapshot, beside, _cancellation);
                return (says ? CoverageNote.Of(beside, files, _asked, _cancellation) : null, integrity);
            },
            _cancellation);

        if (_path is not null || _pinned is not null)
        {
            // Rows that SQL leaves in any order, or of which it takes any, come in the same way each time when one thread runs it.
            options = options with { Log = _path is null ? null : _log, Threads = isSql ? 1 : options.Threads };
        }

        var session = SqlSession.Open(files, options);
        UnfinishedFiles.Add(session.SpillFolder);
        return session;
    }

    /// <summary>Says what is missing, and writes the manifest.</summary>
    /// <returns>The exit code: without an account that was asked for, nothing found does not mean that nothing happened.</returns>
    public async Task<ExitCode> EndAsync(ExitCode exitCode)
    {
        await Terminal.Out.FlushAsync(_cancellation).ConfigureAwait(false);

        // A command that says what is beside its answer also says why it found nothing.
        if (_absent is not null && (exitCode == ExitCode.Done || !_says))
        {
            _terminal.Say(_absent);
        }

        exitCode = exitCode == ExitCode.Done && _absent is not null ? ExitCode.Incomplete : exitCode;
        var (coverage, integrity) = _notes is null ? default : await _notes.ConfigureAwait(false);
        if (coverage is { } line)
        {
            _terminal.Say(line);
        }

        if (integrity is { } warning)
        {
            _terminal.Say(warning);
            exitCode = exitCode == ExitCode.Done && _isAboutLedger ? ExitCode.Incomplete : exitCode;
        }

        if (_path is null || _files is null)
        {
            return exitCode;
        }

        var output = OutputPath();
        var hash = output is null ? _hash : OutputHash.OfFile(output);
        var manifest = Manifest(output, hash, exitCode);
        OutputFile.WriteBytes(_path, ModeOption.Read(_arguments), manifest.Write);
        var verified = manifest.Sources.Count(source => source.Verified is not null);
        var events = manifest.Events is { Named: > 0 } named
            ? $", {named.Verified:N0} of {Plural.Of(named.Named, "event")} verified by one of them"
            : "";
        _terminal.Error.WriteLine(TerminalText.Escape(
            $"evidence: {Plural.Of(manifest.Sources.Count, "source object")}, {verified:N0} checked against digests{events} → {_path}"));
        return exitCode;
    }

    public void Dispose()
    {
        if (!ReferenceEquals(Terminal, _terminal))
        {
            // Not the terminal: that would dispose what it writes to.
            Terminal.Out.Dispose();
        }

        _hash.Dispose();
    }

    EvidenceManifest Manifest(string? output, OutputHash hash, ExitCode exitCode)
    {
        using var session = SqlSession.Open(Files, new SessionOptions { Filter = _shown });
        var isTerminal = output is null && _terminal.OutIsTerminal;
        return new EvidenceManifest
        {
            Format = EvidenceManifest.CurrentFormat,
            Tool = "TrailLake " + ProductVersion.Text,
            Time = DateTime.UtcNow,
            Lake = EvidenceLake.Of(Files, Version),
            Question = new EvidenceQuestion(
                AnswerArguments.Of(_arguments), Input, _asked.From, _asked.To, [.. _asked.Accounts], _log.Variables),
            Statements = [.. _log.Statements.Select(asked => new EvidenceStatement(asked.Sql, asked.Parameters, asked.Rows))],
            Rows = _log.Statements.Sum(statement => statement.Rows),
            Output = new EvidenceOutput(
                output, isTerminal ? _terminal.Width : null, isTerminal && _terminal.Colour,
                hash.Bytes, hash.Sha256, hash.LinesSha256, (int)exitCode),
            SourceRule = _log.Rule.ToString(),
            SourceRuleMeaning = EvidenceManifest.Meaning(_log.Rule),
            Events = SourceObjects.Events(session, _log, _cancellation),
            Sources = [.. SourceObjects.Of(session, _log, _shown, _cancellation)],
        };
    }

    void CheckAccounts(LakeFiles files)
    {
        if (_asked.Accounts.Count == 0)
        {
            return;
        }

        var known = files.Events.Select(file => file.Account).ToHashSet(StringComparer.Ordinal);
        var absent = FilterCheck.AbsentAccounts(_asked.Accounts, () => known);
        if (absent.Count > 0)
        {
            _absent = FilterCheck.Text("account", absent, known);
        }
    }

    string? OutputPath()
    {
        var option = _arguments.CommandResult.Command.Options.OfType<Option<string>>().FirstOrDefault(option => option.Name == "--output");
        return option is not null && _arguments.GetValue(option) is { } path && File.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
