using TrailLake.Generator.Population;
using TrailLake.Generator.Shapes;

namespace TrailLake.Generator.Records;

/// <summary>A caller as the records of one object show it.</summary>
sealed class Actor
{
    public required ActorKinds Kind { get; init; }

    public required byte[] Identity { get; init; }

    public required byte[] Arn { get; init; }

    /// <summary><c>sourceIPAddress</c>.</summary>
    public required byte[] Ip { get; init; }

    /// <summary><c>userAgent</c>.</summary>
    public required byte[] Agent { get; init; }

    /// <summary>Earliest time of a call, seconds since 1970: a session makes none before it is issued.</summary>
    public long Earliest { get; init; }

    /// <summary>Id of the VPC endpoint that the calls come through.</summary>
    public byte[]? Endpoint { get; init; }

    /// <summary>The calls that this caller makes most.</summary>
    public required CallShape[] Habits { get; init; }

    public bool UsesTls13 { get; init; }

    public bool FromConsole => (Kind & (ActorKinds.Console | ActorKinds.UserConsole)) != 0;

    public bool HasTls => (Kind & (ActorKinds.Role | ActorKinds.User | ActorKinds.Cross | ActorKinds.Root | ActorKinds.Federated
        | ActorKinds.Saml | ActorKinds.Web | ActorKinds.Login)) != 0;
}
