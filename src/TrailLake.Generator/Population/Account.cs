using System.Text;

namespace TrailLake.Generator.Population;

/// <summary>A member account: its principals and its resources by pool.</summary>
sealed class Account
{
    public required int Index { get; init; }

    public required string Id { get; init; }

    public byte[] IdUtf8 => field ??= Encoding.ASCII.GetBytes(Id);

    /// <summary>Account that calls across the border of this one.</summary>
    public required byte[] Partner { get; init; }

    public required byte[][][] Pools { get; init; }

    /// <summary>Pool of the prefixes of object keys.</summary>
    public required int PrefixPool { get; init; }

    /// <summary>Pool of the instances: their ids are session names.</summary>
    public required int InstancePool { get; init; }

    public required User[] Users { get; init; }

    /// <summary>Roles that services and deployments take.</summary>
    public required Role[] Roles { get; init; }

    /// <summary>Roles that people take by single sign-on.</summary>
    public required Role[] PersonRoles { get; init; }
}
