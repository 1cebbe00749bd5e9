using System;
using System.IO;

namespace TrailLake.Fuzz;

/// <summary>Bytes that come in pieces of random length, as from a network. Reading into a span ends here too.</summary>
sealed class PieceStream(byte[] bytes, Random random) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 200)));
}
