using System;
using System.IO;

namespace TrailLake.Cli.Output;

/// <summary>
/// Where words go: when they are lost, the command goes on and says so by its exit code, since there is nothing left to say it on.
/// </summary>
/// <param name="target">Where the bytes go.</param>
sealed class WordStream(Stream target) : Stream
{
    /// <summary>Whether something could not be written, other than to a pipe that nobody reads any more.</summary>
    public bool IsLost { get; private set; }

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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            IsLost |= e is not IOException io || !ErrorText.IsBrokenPipe(io);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
