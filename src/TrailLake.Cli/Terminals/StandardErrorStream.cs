namespace TrailLake.Cli.Terminals;

/// <summary>
/// Where words go: when they are lost, the command goes on and says so by its exit code, since there is nothing left to say it on.
/// </summary>
/// <param name="target">Where the bytes go.</param>
sealed class StandardErrorStream(Stream target) : WriteOnlyStream
{
    /// <summary>Whether something could not be written, other than to a pipe that nobody reads any more.</summary>
    public bool IsLost { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            target.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IsLost |= e is not IOException io || !OutputException.IsBrokenPipe(io);
        }
    }
}
