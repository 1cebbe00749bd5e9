using System.CommandLine;
using System.Text.RegularExpressions;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;

namespace TrailLake.Cli.Options;

/// <summary>Options of every command that asks the lake: which one, which events, how much of the machine.</summary>
sealed partial class SessionOptionGroup
{
    readonly TimeRangeOptions _range;
    readonly Option<int> _threads = CommandOption.Of<int>("--threads", "N", "Threads (default: one for each core).");
    readonly bool _hasTimeout;
    readonly Option<bool>? _explain;
    readonly Option<string> _memory = CommandOption.Of<string>(
        "--memory", "SIZE", "Most memory, such as 2GB (default: 80 % of the machine's).");

    /// <param name="range">The options of time and account, for a command that has other names for them too.</param>
    /// <param name="explains">True for a command with <c>--explain</c>; it calls <see cref="Explain"/> when it is done.</param>
    /// <param name="hasTimeout">True for a command with <c>--timeout</c>.</param>
    public SessionOptionGroup(TimeRangeOptions? range = null, bool explains = false, bool hasTimeout = false)
    {
        _hasTimeout = hasTimeout;
        _explain = explains
            ? new Option<bool>("--explain") { Description = "Say which data files were skipped, and by what, and how many were opened." }
            : null;
        _range = range ?? new TimeRangeOptions();
    }

    public IEnumerable<Symbol> Symbols =>
    [
        new LakeOption(),
        .. _range.Symbols,
        _threads,
        _memory,
        .. _explain is null ? Array.Empty<Symbol>() : [_explain],
        .. _hasTimeout ? [new TimeoutOption()] : Array.Empty<Symbol>(),
        new EvidenceOption(),
        new ModeOption(),
    ];

    /// <summary>Says which data files the session's questions were spared, when that was asked for.</summary>
    public void Explain(ParseResult arguments, SqlSession session, TextWriter words)
    {
        if (_explain is not null && arguments.GetValue(_explain))
        {
            words.WriteLine(session.Counts.ToString());
        }
    }

    /// <summary>Reads and checks the options.</summary>
    /// <returns>Full path of the lake's folder, and how to ask it.</returns>
    public (string Lake, SessionOptions Options) Read(ParseResult arguments)
    {
        var lake = LakeOption.Read(arguments);
        var filter = _range.Read(arguments, DateTime.UtcNow);
        var threads = arguments.GetValue(_threads);
        UsageError.ThrowIf(threads < 0, "--threads", threads, "a number from 1");

        var memory = arguments.GetValue(_memory);
        return memory is not null && !Size.IsMatch(memory)
            ? throw UsageError.Unexpected("--memory", memory, "a size such as 512MB or 2GB")
            : (lake, new SessionOptions { Filter = filter, Threads = threads, MemoryLimit = memory });
    }

    [GeneratedRegex(@"\A[0-9]{1,9}(\.[0-9]{1,3})?\s?[KMGT]i?B\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    static partial Regex Size { get; }
}
