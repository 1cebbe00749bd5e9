using TrailLake.Errors;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Reading;

/// <summary>Numbers the records and rejects of one object, and holds rejects until they are asked for.</summary>
sealed class FoundRejects
{
    readonly Queue<FoundReject> _waiting = [];

    /// <summary>Member of the container that is being read, for the messages; null when the object is none.</summary>
    public string? Member { get; set; }

    /// <summary>Records met so far.</summary>
    public long Records { get; private set; }

    /// <summary>Rejects met so far.</summary>
    public long Count { get; private set; }

    /// <summary>Rejects that took more than one record with them.</summary>
    public long Losses { get; private set; }

    /// <summary>The first of them.</summary>
    public RejectedContent FirstLoss { get; private set; }

    /// <summary>Index of the next record or reject.</summary>
    public long Next => Records + Count;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Begins an object.</summary>
    public void Begin()
    {
        _waiting.Clear();
        Member = null;
        (Records, Count, Losses) = (0, 0, 0);
    }

    /// <summary>Counts a record; returns its index.</summary>
    public long CountRecord() => Records++ + Count;

    /// <summary>Counts a reject that is handed out later; returns its index.</summary>
    public long CountReject() => Records + Count++;

    /// <summary>Counts and hands out a reject.</summary>
    public void Add(in RejectedContent reject, string? detail)
    {
        HandOut(CountReject(), reject, RejectText.Message(reject, detail));
        if (reject.IsLoss && Losses++ == 0)
        {
            FirstLoss = reject with { Content = [] };
        }
    }

    /// <summary>Hands out a reject that was counted.</summary>
    public void HandOut(long index, in RejectedContent reject, string message) =>
        _waiting.Enqueue(new FoundReject(index, reject, InMember(message)));

    public FoundReject Take() => _waiting.Dequeue();

    /// <summary>A message with the member that it is about.</summary>
    public string InMember(string message) => Member is { } path ? $"in {TerminalText.Escape(path)}: {message}" : message;
}
