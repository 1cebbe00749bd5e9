using System.CommandLine;
using TrailLake.Query.Search;

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

    public IEnumerable<Symbol> Symbols => [_from, _to, _account];

    /// <summary>Reads and checks the options; relative times count from <paramref name="now"/> (UTC).</summary>
    public EventFilter Read(ParseResult arguments, DateTime now)
    {
        var from = Parse(arguments, _from, now)?.Start;
        var to = Parse(arguments, _to, now)?.End;
        var (fromName, toName) = (Spelling(arguments, _from), Spelling(arguments, _to));
        return from >= to
            ? throw UsageError.Of($"{fromName} {from:u} is not before {toName} {to:u}: the span is empty", fromName)
            : new EventFilter { From = from, To = to, Accounts = arguments.GetValue(_account) ?? [] };
    }

    // As it was typed: an error that names an option by its other name sends people looking.
    static string Spelling(ParseResult arguments, Option option) => arguments.GetResult(option)?.IdentifierToken?.Value ?? option.Name;

    static TimeExpression? Parse(ParseResult arguments, Option<string> option, DateTime now)
    {
        if (arguments.GetValue(option) is not { } text)
        {
            return null;
        }

        return TimeExpression.TryParse(text, now, out var time)
            ? time
            : throw UsageError.Unexpected(
                Spelling(arguments, option), text, "a date (2026-03-01), a time (2026-03-01T09:30Z) or a span back from now (7d, 24h)");
    }
}
