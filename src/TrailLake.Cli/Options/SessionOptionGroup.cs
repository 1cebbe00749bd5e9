using System;
using System.CommandLine;
using System.IO;
using System.Text.RegularExpressions;
using TrailLake.Errors;
using TrailLake.Query;

namespace TrailLake.Cli.Options;

/// <summary>Options of every command that asks the lake: which one, which events, how much of the machine.</summary>
sealed partial class SessionOptionGroup
{
    readonly LakeOption _lake = new();
    readonly TimeRangeOptions _range;
    readonly Option<int> _threads = new("--threads") { Description = "Threads (default: one for each core).", HelpName = "N" };
    readonly bool _hasTimeout;
    readonly Option<bool>? _explain;
    readonly Option<string> _memory = new("--memory") { Description = "Most memory, such as 2GB (default: 80 % of the machine's).", HelpName = "SIZE" };

    /// <summary>Creates the group.</summary>
    /// <param name="range">The options of time and account, for a command that has other names for them too.</param>
    /// <param name="explains">True for a command with <c>--explain</c>; it calls <see cref="Explain"/> when it is done.</param>
    /// <param name="hasTimeout">True for a command with <c>--timeout</c>.</param>
    public SessionOptionGroup(TimeRangeOptions? range = null, bool explains = false, bool hasTimeout = false)
    {
        _hasTimeout = hasTimeout;
        _explain = explains ? new Option<bool>("--explain") { Description = "Say which data files were skipped, and by what, and how many were opened." } : null;
        _range = range ?? new TimeRangeOptions();
    }

    /// <summary>Declares the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_lake);
        _range.AddTo(command);
        command.Options.Add(_threads);
        command.Options.Add(_memory);
        if (_explain is not null)
        {
            command.Options.Add(_explain);
        }

        if (_hasTimeout)
        {
            command.Options.Add(new TimeoutOption());
        }

        command.Options.Add(new EvidenceOption());
        command.Options.Add(new ModeOption());
    }

    /// <summary>True when the command line names a lake; the environment may name one too.</summary>
    public bool NamesLake(ParseResult arguments) => arguments.GetValue(_lake) is not null;

    /// <summary>Full path of the lake's folder.</summary>
    public string ReadLake(ParseResult arguments) => _lake.Read(arguments);

    /// <summary>Says which data files the session's questions were spared, when that was asked for.</summary>
    public void Explain(ParseResult arguments, LakeSession session, TextWriter words)
    {
        if (_explain is not null && arguments.GetValue(_explain))
        {
            words.WriteLine(session.Counts.ToString());
        }
    }

    /// <summary>Reads and checks the options.</summary>
    public SessionOptions Read(ParseResult arguments)
    {
        var range = _range.Read(arguments, DateTime.UtcNow);
        var threads = arguments.GetValue(_threads);
        if (threads < 0)
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--threads is {threads}, expected a number from 1", "--threads");
        }

        var memory = arguments.GetValue(_memory);
        if (memory is not null && !Size.IsMatch(memory))
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--memory is '{memory}', expected a size such as 512MB or 2GB", "--memory");
        }

        return new SessionOptions
        {
            Filter = new EventFilter { From = range.From, To = range.To, Accounts = range.Accounts },
            Threads = threads,
            MemoryLimit = memory,
        };
    }

    [GeneratedRegex(@"\A[0-9]{1,9}(\.[0-9]{1,3})?\s?[KMGT]i?B\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    static partial Regex Size { get; }
}
