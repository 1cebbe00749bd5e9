using System.Globalization;
using System.Text.RegularExpressions;

namespace TrailLake.Query.Execution;

/// <summary>The log of a session for an answer: the statements, their variables, and the objects of their rows.</summary>
sealed partial class StatementLog
{
    /// <summary>Most ids that are kept; an answer with more names its objects by its span.</summary>
    const int MostIds = 200_000;

    readonly List<LoggedStatement> _statements = [];
    readonly SortedDictionary<string, string?> _variables = new(StringComparer.Ordinal);
    readonly HashSet<string> _objects = new(StringComparer.Ordinal);
    readonly HashSet<string> _events = new(StringComparer.Ordinal);
    readonly HashSet<(string Object, long Record)> _records = [];
    readonly HashSet<string> _namedEvents = new(StringComparer.Ordinal);
    readonly HashSet<string> _unclearObjects = new(StringComparer.Ordinal);
    readonly HashSet<string> _contributing = new(StringComparer.Ordinal);

    /// <summary>The statements, in order.</summary>
    public IReadOnlyList<LoggedStatement> Statements => _statements;

    /// <summary>What <c>getvariable</c> gave, by name.</summary>
    public IReadOnlyDictionary<string, string?> Variables => _variables;

    /// <summary>The widest rule that a statement needs. That nothing was found says something about the whole span.</summary>
    public SourceRule Rule => _contributing.Count > 0
        ? _contributing.Count > MostIds ? SourceRule.Span : SourceRule.Contributing
        : _events.Count >= MostIds || _statements.Count == 0 ? SourceRule.Span
        : _statements.Max(statement => statement.Rows == 0 ? SourceRule.Span : statement.Rule);

    /// <summary>Objects that rows named.</summary>
    public IReadOnlyCollection<string> Objects => _objects;

    /// <summary>Records of them that rows named.</summary>
    internal IReadOnlyCollection<(string Object, long Record)> Records => _records;

    /// <summary>eventIDs of rows that named an object and not which record of it.</summary>
    internal IReadOnlyCollection<string> NamedEvents => _namedEvents;

    /// <summary>Those of <see cref="Objects"/> of which it cannot be told which records rows came from.</summary>
    internal IReadOnlyCollection<string> UnclearObjects => _unclearObjects;

    /// <summary>eventIDs that rows named and no object.</summary>
    public IReadOnlyCollection<string> Events => _events;

    /// <summary>Objects of the events that the answer was computed from, where the answer tells them.</summary>
    public IReadOnlyCollection<string> Contributing => _contributing;

    /// <summary>Takes down a variable. The first value stays: what is asked after the question only says why nothing was found.</summary>
    internal void SetVariable(string name, string? value) => _variables.TryAdd(name, value);

    /// <summary>The rule of a statement whose rows have these columns.</summary>
    internal static SourceRule RuleOf(string sql, bool hasSourceObject, bool hasEventId) =>
        ManyToOne.IsMatch(sql) ? SourceRule.Span : hasSourceObject ? SourceRule.Rows : hasEventId ? SourceRule.Events : SourceRule.Span;

    /// <summary>Takes down an object of the events that the answer is computed from; false when there are too many to name.</summary>
    internal bool AddContributing(string sourceObject)
    {
        _contributing.Add(sourceObject);
        return _contributing.Count <= MostIds;
    }

    internal LoggedStatement Begin(string sql, IReadOnlyList<string> parameters)
    {
        var statement = new LoggedStatement(sql, parameters);
        _statements.Add(statement);
        return statement;
    }

    internal void AddRow(LoggedStatement statement, string? sourceObject, string? sourceIndex, string? eventId)
    {
        statement.Rows++;
        if (sourceObject is not null)
        {
            _objects.Add(sourceObject);
            if (_records.Count < MostIds
                && long.TryParse(sourceIndex, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long record))
            {
                _records.Add((sourceObject, record));
            }
            else if (eventId is not null && _namedEvents.Count < MostIds)
            {
                _namedEvents.Add(eventId);
            }
            else
            {
                _unclearObjects.Add(sourceObject);
            }
        }
        else if (eventId is not null && _events.Count < MostIds)
        {
            _events.Add(eventId);
        }
        else
        {
            statement.Rule = SourceRule.Span;
        }
    }

    // Where one of these stands, a row may come from more events than the one that it names: the words of SQL, its aggregates (a name
    // before a parenthesis or a comment), and queries inside of conditions. That it is only part of a text does no harm: the span is the
    // wider rule.
    [GeneratedRegex(
        """
        \b(GROUP|DISTINCT|OVER|WINDOW|JOIN|EXISTS|HAVING|UNION(?!\s+ALL\b)|EXCEPT|INTERSECT|PIVOT|SUMMARIZE)\b
        |\b(count|sum|min|max|avg|mean|median|mode|any_value|arbitrary|arg_\w+|approx_\w+|first|last|list|array_agg|string_agg
            |group_concat|listagg|histogram\w*|bool_\w+|bit_\w+|quantile\w*|product|fsum|favg|\w+_by)"?\s*(\(|/\*|--)
        |(\b(IN|ANY|ALL|SOME|SELECT|WHERE|AND|OR|NOT)|[=<>,])\s*\(\s*(SELECT|FROM|WITH)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    static partial Regex ManyToOne { get; }
}
