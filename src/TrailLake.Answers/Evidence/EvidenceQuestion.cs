namespace TrailLake.Answers.Evidence;

/// <summary>What was asked, so that it can be asked again.</summary>
/// <param name="Arguments">Verb, arguments and options, without lake, span and files.</param>
/// <param name="Input">SQL that came from stdin or a file; null when the arguments have it all.</param>
/// <param name="From">First instant, UTC; null for no bound.</param>
/// <param name="To">First instant after the span, UTC; null for no bound.</param>
/// <param name="Accounts">Accounts; empty for all.</param>
/// <param name="Variables">Parameters of a built-in question, by name.</param>
sealed record EvidenceQuestion(
    IReadOnlyList<string> Arguments,
    string? Input,
    DateTime? From,
    DateTime? To,
    IReadOnlyList<string> Accounts,
    IReadOnlyDictionary<string, string?> Variables);
