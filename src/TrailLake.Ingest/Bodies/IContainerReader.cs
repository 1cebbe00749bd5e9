namespace TrailLake.Ingest.Bodies;

/// <summary>Goes over the members of a container in their order, each once.</summary>
interface IContainerReader : IDisposable
{
    /// <summary>Goes to the next member; null at the end. The content of the one before is not read any more.</summary>
    /// <exception cref="System.IO.InvalidDataException">The container is damaged here: what comes after cannot be read.</exception>
    ContainerMember? Next();
}
