using TrailLake.Scanning;
using TrailLake.Tables;

namespace TrailLake.Ingest.Reading;

/// <summary>A reject of an object.</summary>
/// <param name="Index">Its place among the object's records and rejects, from 0.</param>
/// <param name="Reject">The reject.</param>
/// <param name="Message">What was found, in one line.</param>
readonly record struct FoundReject(long Index, RejectedContent Reject, string Message)
{
    /// <summary>Its row in the table of rejects.</summary>
    public RejectRow ToRow(string uri, string batch) => new()
    {
        SourceObject = uri,
        SourceIndex = Index,
        Offset = Reject.Offset,
        Length = Reject.Length,
        Reason = RejectText.Code(Reject.Kind),
        Message = Message,
        Content = Reject.Content,
        RejectedAt = DateTime.UtcNow,
        Batch = batch,
    };
}
