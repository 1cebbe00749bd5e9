using TrailLake.Generator.Population;

namespace TrailLake.Generator.Records;

/// <summary>
/// How often which kind of caller acts, in 10,000. Follows the shares of real records: 79 % with tlsDetails (services, delegated calls
/// and console sessions have none), 8.8 % from console sessions, 1.2 % with a sharedEventID.
/// </summary>
static class ActorShares
{
    static readonly (ActorKinds Kind, int Share)[] s_shares =
    [
        (ActorKinds.Role, 4910),
        (ActorKinds.Console, 660),
        (ActorKinds.User, 2850),
        (ActorKinds.UserConsole, 220),
        (ActorKinds.Delegated, 560),
        (ActorKinds.Service, 430),
        (ActorKinds.Event, 130),
        (ActorKinds.Cross, 60),
        (ActorKinds.Root, 20),
        (ActorKinds.Federated, 40),
        (ActorKinds.Center, 30),
        (ActorKinds.Web, 70),
        (ActorKinds.Login, 20),
    ];

    static readonly byte[] s_kinds = MakeKinds();

    /// <summary>Number of the bit of a kind, drawn by its share.</summary>
    public static int Pick(int below10000) => s_kinds[below10000];

    static byte[] MakeKinds()
    {
        var kinds = new byte[10_000];
        var at = 0;
        foreach (var (kind, share) in s_shares)
        {
            kinds.AsSpan(at, share).Fill((byte)BitOf(kind));
            at += share;
        }

        return at == kinds.Length ? kinds : throw new InvalidOperationException($"the shares sum up to {at}, not to {kinds.Length}");
    }

    static int BitOf(ActorKinds kind) => System.Numerics.BitOperations.TrailingZeroCount((int)kind);
}
