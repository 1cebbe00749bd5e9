using System;

namespace TrailLake.FakeS3;

/// <summary>How a <see cref="FakeS3Server"/> serves its bucket.</summary>
sealed record FakeS3Options
{
    /// <summary>The bucket's name.</summary>
    public string Name { get; init; } = "b";

    /// <summary>Port, or 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Wait before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Most bytes of an answer that a connection carries in a second; 0 for no limit.</summary>
    public long BytesPerSecond { get; init; }

    /// <summary>Most keys of a page of a listing.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Whether listings escape keys when <c>encoding-type</c> asks for it.</summary>
    public bool EscapesKeys { get; init; } = true;

    /// <summary>Whether listings say that their keys are escaped.</summary>
    public bool SaysThatItEscapes { get; init; } = true;
}
