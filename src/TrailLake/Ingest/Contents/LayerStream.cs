using System;
using System.IO;

namespace TrailLake.Ingest.Contents;

/// <summary>The bytes of one member, as its container gives them: counted, and with one kind of exception for all damage.</summary>
sealed class LayerStream(ContentParts owner, Stream inner, string form) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (Exception e)
        {
            throw owner.Translate(e, form);
        }

        owner.CountInflated(read);
        return read;
    }
}
