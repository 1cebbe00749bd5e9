namespace TrailLake.Tables;

/// <summary>Something of a source object that could not become an event.</summary>
public sealed record RejectRow
{
    /// <summary>The object.</summary>
    public required string SourceObject { get; init; }

    /// <summary>Which record of it, counted from 0; -1 when what was met is not a record.</summary>
    public long SourceIndex { get; init; }

    /// <summary>Where it begins in the uncompressed content, bytes from 0.</summary>
    public long Offset { get; init; }

    /// <summary>How long it is in the uncompressed content, as far as it was read.</summary>
    public long Length { get; init; }

    /// <summary>Short code, for example <c>missing-event-time</c>; <c>empty-object</c> of a log file without a record.</summary>
    public required string Reason { get; init; }

    /// <summary>One line for a person: what was found, what was expected.</summary>
    public required string Message { get; init; }

    /// <summary>The bytes; of more than 1 MiB the first.</summary>
    public required byte[] Content { get; init; }

    /// <summary>When it was met, UTC.</summary>
    public DateTime RejectedAt { get; init; }

    /// <summary>Batch that it was committed in; see <see cref="ObjectRow.Batch"/>.</summary>
    public required string Batch { get; init; }
}
