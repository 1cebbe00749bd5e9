using TrailLake.Ingest.Bodies;

namespace TrailLake.Containers;

/// <summary>A container of one content without a name. Owns the stream.</summary>
sealed class SingleMemberReader(Stream content) : IContainerReader
{
    bool _isTaken;

    public ContainerMember? Next()
    {
        if (_isTaken)
        {
            return null;
        }

        _isTaken = true;
        return new ContainerMember(null, content);
    }

    public void Dispose() => content.Dispose();
}
