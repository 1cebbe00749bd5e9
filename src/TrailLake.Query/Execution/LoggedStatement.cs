namespace TrailLake.Query.Execution;

/// <summary>A statement that a session ran for an answer.</summary>
sealed class LoggedStatement
{
    internal LoggedStatement(string sql, IReadOnlyList<string> parameters)
    {
        Sql = sql;
        Parameters = parameters;
    }

    /// <summary>The SQL.</summary>
    public string Sql { get; }

    /// <summary>Texts for its question marks.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Rows that were read of its result.</summary>
    public long Rows { get; internal set; }

    /// <summary>How its source objects can be told.</summary>
    public SourceRule Rule { get; internal set; } = SourceRule.Span;
}
