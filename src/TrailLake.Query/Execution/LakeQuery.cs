using TrailLake.Index;

namespace TrailLake.Query.Execution;

/// <summary>A query to a session: one statement, and all that its answer depends on.</summary>
/// <param name="Sql">The statement.</param>
sealed record LakeQuery(string Sql)
{
    /// <summary>Texts for the question marks of the statement.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The values of <c>getvariable(name)</c>: texts, or NULL. Variables of other queries mean nothing.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>As <see cref="Variables"/>, of lists; <see cref="SessionOptions.Log"/> does not get them.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Lists { get; init; } = new Dictionary<string, IEnumerable<string>>();

    /// <summary>
    /// The query to the index: <c>events</c> and all that is made of it show only the data files that can hold it. Every event that the
    /// rows depend on must have it. Null for all files.
    /// </summary>
    public IndexQuery? IndexQuery { get; init; }

    /// <summary>True for SQL that a user wrote, which must be judged before it runs. The library's own is trusted.</summary>
    public bool IsUsers { get; init; }

    /// <summary>True when the rows are not part of the answer: <see cref="SessionOptions.Log"/> does not get them.</summary>
    public bool IsAside { get; init; }

    /// <summary>The one view that the statement reads; null to make each view that it names.</summary>
    public string? View { get; init; }

    /// <summary>A query beside the answer that makes one view alone; to make <c>events</c> for a column's name is dear.</summary>
    public static LakeQuery Over(string view, string sql) => new(sql) { View = view, IsAside = true };
}
