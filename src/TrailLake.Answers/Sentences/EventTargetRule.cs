namespace TrailLake.Answers.Sentences;

/// <summary>A place where the calls of a service name their target.</summary>
/// <param name="Path">Path that begins with rP (requestParameters), rE (responseElements), aED or sED.</param>
/// <param name="Kind">What stands there.</param>
readonly record struct EventTargetRule(string Path, string Kind);
