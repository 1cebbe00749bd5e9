namespace TrailLake.Query.Execution;

/// <summary>Rules by which the source objects of an answer are told.</summary>
enum SourceRule
{
    /// <summary>The rows name their object: exactly those objects, and the others that delivered the same events.</summary>
    Rows,

    /// <summary>The rows name events by eventID: all objects that delivered events with these ids.</summary>
    Events,

    /// <summary>The answer is computed from events that it names itself: all objects that delivered exactly these.</summary>
    Contributing,

    /// <summary>The rows are computed from many events: every object that may hold an event of the asked span and accounts.</summary>
    Span,
}
