using TrailLake.Query.Search;

namespace TrailLake.Answers.Questions;

/// <summary>How a question is asked.</summary>
sealed record QuestionRequest
{
    /// <summary>Values by parameter name; what is missing takes its default.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>True to add what was denied, failed or a dry run.</summary>
    public bool Attempts { get; init; }

    /// <summary>Time and accounts that are asked for.</summary>
    public EventFilter Filter { get; init; } = EventFilter.All;
}
