namespace TrailLake.Scanning;

/// <summary>Something that cannot become an event.</summary>
/// <param name="Offset">Where it begins in the content, bytes from 0.</param>
/// <param name="ErrorOffset">Where in the content the error was seen.</param>
/// <param name="Content">Its first bytes, 1 MiB at most.</param>
/// <param name="Records">Records of which it holds parts, as far as their keys tell; 0 when they tell nothing.</param>
/// <param name="ZeroBytes">Zero bytes in it where something else must have been; 0 when there are few.</param>
readonly record struct RejectedContent(
    RejectReason Kind, long Offset, long Length, long ErrorOffset, byte[] Content, int Records = 0, long ZeroBytes = 0)
{
    /// <summary>True when it took more than one record with it.</summary>
    public bool IsLoss => Records > 1 || ZeroBytes > 0;
}
