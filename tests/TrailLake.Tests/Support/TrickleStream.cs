using System;
using System.IO;

namespace TrailLake.Tests.Support;

/// <summary>Gives its bytes in pieces of changing size, as a pipe does, and may fail at a point.</summary>
sealed class TrickleStream(byte[] content, long failAt = long.MaxValue) : MemoryStream(content, writable: false)
{
    int _piece;

    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Position >= failAt)
        {
            throw new IOException("the connection was reset");
        }

        _piece = (_piece * 7 % 1009) + 1;
        return base.Read(buffer, offset, (int)Math.Min(Math.Min(count, _piece), failAt - Position));
    }
}
