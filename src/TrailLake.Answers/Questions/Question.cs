using System.Collections.Immutable;

namespace TrailLake.Answers.Questions;

/// <summary>A question: SQL, and what its header says about it.</summary>
public sealed record Question
{
    /// <summary>Name, as in <c>traillake ask NAME</c>: that of its file.</summary>
    public required string Name { get; init; }

    /// <summary>The question as a person asks it.</summary>
    public required string Title { get; init; }

    /// <summary>Heading that it is listed under.</summary>
    public required string Theme { get; init; }

    /// <summary>Parameters, in order.</summary>
    public ImmutableArray<QuestionParameter> Parameters { get; init; } = [];

    /// <summary>The events that it looks at.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>The paths of these events that it reads.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Its blind spots.</summary>
    public ImmutableArray<string> CannotSee { get; init; } = [];

    /// <summary>Parameters of an example.</summary>
    public string Example { get; init; } = "";

    /// <summary>Events that the lake must hold for an answer; null when any will do.</summary>
    internal QuestionNeed? Need { get; init; }

    /// <summary>
    /// True when the answer needs events from before the time that was asked for, and of other accounts: what a rule was before, who issued
    /// a key. Its session then has no first time and no account; the SQL keeps to them with the macro <c>in_span</c>.
    /// </summary>
    public bool LooksBack { get; init; }

    /// <summary>The parameter that every event of the answer holds: the index is asked for it. Null to open all files.</summary>
    internal QuestionIndexQuery? FindsBy { get; init; }

    /// <summary>The SQL, without the header.</summary>
    public required string Sql { get; init; }
}
