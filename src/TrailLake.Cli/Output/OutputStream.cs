using System;
using System.IO;

namespace TrailLake.Cli.Output;

/// <summary>Output whose loss is told as that: see <see cref="OutputException"/>. A pipe that nobody reads any more is no loss.</summary>
/// <param name="target">Where the bytes go; owned.</param>
/// <param name="where">What to call it.</param>
sealed class OutputStream(Stream target, string where) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            target.Flush();
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw OutputException.Of(where, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                target.Dispose();
            }
            catch (Exception e) when (IsLoss(e))
            {
                throw OutputException.Of(where, e);
            }
        }

        base.Dispose(disposing);
    }

    static bool IsLoss(Exception e) => e is UnauthorizedAccessException or ObjectDisposedException || (e is IOException io && !ErrorText.IsBrokenPipe(io));
}
