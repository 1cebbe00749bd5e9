using System;
using System.CommandLine;
using System.Globalization;
using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary><c>--from</c>, <c>--to</c> and <c>--account</c>: which events are wanted.</summary>
sealed class TimeRangeOptions
{
    readonly Option<string> _from;
    readonly Option<string> _to;

    readonly Option<string[]> _account = new("--account")
    {
        Description = "Account, twelve digits; may be repeated.",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Creates the group.</summary>
    /// <param name="fromAlias">Another name of <c>--from</c>.</param>
    /// <param name="toAlias">Another name of <c>--to</c>.</param>
    public TimeRangeOptions(string? fromAlias = null, string? toAlias = null)
    {
        _from = new("--from", fromAlias is null ? [] : [fromAlias])
        {
            Description = "First event time: 2026-03-01, 2026-03-01T09:30 (UTC unless an offset is given), or 7d, 24h = that long ago.",
            HelpName = "TIME",
        };
        _to = new("--to", toAlias is null ? [] : [toAlias])
        {
            Description = "End: a date includes its whole day; a time is the first instant that is not included.",
            HelpName = "TIME",
        };
    }

    /// <summary>Declares the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_account);
    }

    /// <summary>Reads and checks the options; relative times count from <paramref name="now"/> (UTC).</summary>
    public TimeRange Read(ParseResult arguments, DateTime now)
    {
        var from = Parse(arguments, _from, now)?.Start;
        var to = Parse(arguments, _to, now)?.End;
        if (from >= to)
        {
            throw new TrailLakeException(
                ErrorKind.Usage,
                string.Create(CultureInfo.InvariantCulture, $"{Spelling(arguments, _from)} {from:u} is not before {Spelling(arguments, _to)} {to:u}: the span is empty"),
                Spelling(arguments, _from));
        }

        return new TimeRange(from, to, arguments.GetValue(_account) ?? []);
    }

    // As it was typed: an error that names an option by its other name sends people looking.
    static string Spelling(ParseResult arguments, Option option) => arguments.GetResult(option)?.IdentifierToken?.Value ?? option.Name;

    static TimeText? Parse(ParseResult arguments, Option<string> option, DateTime now)
    {
        if (arguments.GetValue(option) is not { } text)
        {
            return null;
        }

        var name = Spelling(arguments, option);
        return TimeText.TryParse(text, now, out var time)
            ? time
            : throw new TrailLakeException(
                ErrorKind.Usage,
                $"{name} is '{text}', expected a date (2026-03-01), a time (2026-03-01T09:30Z) or a span back from now (7d, 24h)",
                name);
    }
}
