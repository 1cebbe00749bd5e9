namespace TrailLake.Cli.Terminals;

/// <summary>Output whose loss is told as that: see <see cref="OutputException"/>. A pipe that nobody reads any more is no loss.</summary>
/// <param name="target">Where the bytes go; owned.</param>
/// <param name="where">What to call it.</param>
sealed class OutputStream(Stream target, string where) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            target.Write(buffer);
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw OutputException.Of(where, e);
        }
    }

    public override void Flush() => Guard(target.Flush);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Guard(target.Dispose);
        }

        base.Dispose(disposing);
    }

    void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw OutputException.Of(where, e);
        }
    }

    static bool IsLoss(Exception e) =>
        e is UnauthorizedAccessException or ObjectDisposedException || (e is IOException io && !OutputException.IsBrokenPipe(io));
}
