namespace TrailLake.Cli.Terminals;

/// <summary>Stands for an output that the process was started without.</summary>
sealed class ClosedOutputStream : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("it was closed when the command was started");
}
