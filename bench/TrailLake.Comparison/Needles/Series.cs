using System.Collections.Generic;
using System.Linq;

namespace TrailLake.Comparison.Needles;

/// <summary>The answers of one side to one question.</summary>
sealed class Series
{
    const double LongMilliseconds = 30_000;

    /// <summary>Warm answers that count.</summary>
    public List<Answer> Warm { get; } = [];

    /// <summary>Answers with the page cache dropped before each.</summary>
    public List<Answer> Cold { get; } = [];

    /// <summary>The newest answer, counted or not.</summary>
    public Answer? Last { get; set; }

    /// <summary>True when so much time went into the question that more rounds are not worth theirs.</summary>
    public static bool IsLong(IReadOnlyCollection<Answer> answers) => answers.Sum(answer => answer.Milliseconds) > LongMilliseconds;

    /// <summary>Median of some milliseconds; null when there are none.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
