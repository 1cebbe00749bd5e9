using System;
using System.IO;

namespace TrailLake.Cli.Output;

/// <summary>Stands for an output that the process was started without.</summary>
sealed class ClosedOutput : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("it was closed when the command was started");
}
