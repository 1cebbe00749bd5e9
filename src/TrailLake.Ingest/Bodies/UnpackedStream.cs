using TrailLake.Storage;

namespace TrailLake.Ingest.Bodies;

/// <summary>The bytes of one member, as its container gives them: counted, and with one kind of exception for all damage.</summary>
sealed class UnpackedStream(ContentParts owner, Stream inner, string form) : ForwardStream
{
    // A call that meets damage gives nothing of what it has unpacked before: so much is lost with it at most.
    const int MostAtOnce = 512;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer[..Math.Min(buffer.Length, MostAtOnce)]);
        }
        catch (Exception e)
        {
            throw owner.Translate(e, form);
        }

        owner.CountInflated(read);
        return read;
    }
}
