using TrailLake.Answers.Sentences;

namespace TrailLake.Answers.Timelines;

/// <summary>A call that may still repeat.</summary>
sealed class RepeatedCall(EventFacts first, string sentence, IReadOnlyList<EventTarget> targets)
{
    readonly EventFacts _first = first;
    readonly string _sentence = sentence;
    long _count = 1;

    /// <summary>What it is found by.</summary>
    public (string, string?, string?, string?) Key => KeyOf(_first, _sentence);

    /// <summary>Time of the last of the calls.</summary>
    public DateTime Last { get; private set; } = first.Time;

    /// <summary>True when a change was made since: what comes now is a call of its own.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Calls are equal when a person would read the same sentence about them, in the same account and region.</summary>
    public static (string, string?, string?, string?) KeyOf(EventFacts facts, string sentence) =>
        (sentence, facts.EventSource, facts.Account, facts.Region);

    public void Add(DateTime time)
    {
        _count++;
        Last = time;
    }

    public TimelineEntry ToEntry() => new() { First = _first, Last = Last, Count = _count, Sentence = _sentence, Targets = targets };
}
