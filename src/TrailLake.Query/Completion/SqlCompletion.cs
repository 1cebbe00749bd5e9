namespace TrailLake.Query.Completion;

/// <summary>Words that may stand where a text ends.</summary>
/// <param name="Start">Index in the text at which the word to be completed begins.</param>
/// <param name="Candidates">Whole words in its place, the likeliest first.</param>
sealed record SqlCompletion(int Start, IReadOnlyList<string> Candidates)
{
    /// <summary>Nothing fits.</summary>
    public static SqlCompletion None(int start) => new(start, []);
}
