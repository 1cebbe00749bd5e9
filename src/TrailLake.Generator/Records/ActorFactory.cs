using System.Numerics;
using System.Text;
using TrailLake.Generator.Planning;
using TrailLake.Generator.Population;
using TrailLake.Generator.Shapes;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Records;

/// <summary>The callers of one object: few, as in the few minutes that a real object covers, and each makes many of its calls.</summary>
sealed class ActorFactory(Organization organization, CallCatalogue catalogue, ulong seed)
{
    const int HabitCount = 12;
    const int MaxActors = 64;

    static readonly string[] s_services =
    [
        "lambda.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com",
        "delivery.logs.amazonaws.com", "autoscaling.amazonaws.com",
    ];

    readonly Actor?[] _made = new Actor?[CallCatalogue.KindCount * MaxActors];
    readonly SessionFactory _sessionFactory = new(organization, seed);
    Session[] _sessions = [];
    PlannedObject _planned;
    Account _account = organization.Accounts[0];
    Region _region = organization.Regions[0];
    int _others;

    public ReadOnlySpan<Session> StartObject(in PlannedObject planned)
    {
        Array.Clear(_made);
        _planned = planned;
        _account = organization.Accounts[planned.Account];
        _region = organization.Regions[planned.Region];
        _sessions = _sessionFactory.Of(in planned);
        _others = Math.Clamp(planned.Events / 60, 1, 12);
        return _sessions;
    }

    /// <summary>A caller of the kind with this bit.</summary>
    public Actor Pick(int bit, ref SplitMix64 random)
    {
        var kind = (ActorKinds)(1 << bit);
        var number = 0;
        if ((kind & (ActorKinds.Role | ActorKinds.Delegated | ActorKinds.Console)) != 0)
        {
            number = random.Skewed(_sessions.Length);
            var isPerson = _sessions[number].Role.TakenBy == ActorKinds.Saml;
            if (isPerson != (kind == ActorKinds.Console))
            {
                // The first session is a program's, the second a person's.
                number = kind == ActorKinds.Console ? 1 : 0;
            }

            if (number >= _sessions.Length)
            {
                kind = ActorKinds.UserConsole;
                number = 0;
            }
        }
        else
        {
            number = random.Skewed(_others);
        }

        var slot = (BitOperations.TrailingZeroCount((int)kind) * MaxActors) + number;
        return _made[slot] ??= Make(kind, number);
    }

    /// <summary>The caller that issues a session.</summary>
    public Actor Issuer(Session session)
    {
        var name = Encoding.ASCII.GetString(session.Name);
        var user = session.Issuer;
        return session.Role.TakenBy switch
        {
            ActorKinds.Saml => NewActor(ActorKinds.Saml, Identity.OfSaml(_account.Id, name), session.Arn, session.Ip, session.Agent, []),
            ActorKinds.User => NewActor(ActorKinds.User, Identity.OfUser(user, _account.Id), session.Arn, user.Ip, user.Agent, []),
            _ => OfService(s_services[name.StartsWith("i-", StringComparison.Ordinal) ? 1 : 0], []),
        };
    }

    Actor Make(ActorKinds kind, int number)
    {
        var isSession = (kind & (ActorKinds.Role | ActorKinds.Delegated | ActorKinds.Console)) != 0;

        // What outlives the object has a seed without the object's number, and so the same habits everywhere.
        var random = new SplitMix64(
            SplitMix64.Mix(seed, (ulong)kind, (ulong)number, (ulong)(isSession ? _planned.Epoch : _planned.Number)));
        var user = random.Skewed(_account.Users);
        var habits = MakeHabits(kind, random.Next());
        var account = _account.Id;
        var created = _planned.Delivered - SessionFactory.Oldest - 60 - random.Below(3000);
        var key = Encoding.ASCII.GetString(AwsId.AccessKey("ASIA", account, random.Next()));
        var name = Organization.PersonName(ref random);
        switch (kind)
        {
            case ActorKinds.Role or ActorKinds.Console:
                var session = _sessions[number];
                var own = Identity.OfSession(session, account);
                return NewActor(kind, own, session.Arn, session.Ip, session.Agent, habits, session.Created + 1, random.Next());
            case ActorKinds.Delegated:
                session = _sessions[number];
                var service = random.Below(2) == 0 ? "AWS Internal" : s_services[random.Below(s_services.Length)];
                var serviceUtf8 = Encoding.ASCII.GetBytes(service);
                var delegated = Identity.OfSession(session, account, service);
                return NewActor(kind, delegated, session.Arn, serviceUtf8, serviceUtf8, habits, session.Created + 1);
            case ActorKinds.UserConsole:
                return OfUser(kind, Identity.OfConsoleUser(user, account, key, created), user, habits);
            case ActorKinds.Login:
                return OfUser(kind, Identity.OfSignIn(user, account), user, habits);
            case ActorKinds.Service:
                return OfService(s_services[random.Below(s_services.Length)], habits);
            case ActorKinds.Event:
                return OfEvent(catalogue.Pick(BitOperations.TrailingZeroCount((int)kind), _region.TakesGlobalServices, ref random)!);
            case ActorKinds.Cross:
                var partner = Encoding.ASCII.GetString(_account.Partner);
                var principal = $"{Encoding.ASCII.GetString(AwsId.Principal("AROA", partner, random.Next()))}:partner-{random.Below(1000)}";
                return OfUser(kind, Identity.OfOtherAccount(partner, principal), user, habits);
            case ActorKinds.Root:
                return OfUser(kind, Identity.OfRoot(account, key, created), user, habits);
            case ActorKinds.Federated:
                return OfUser(kind, Identity.OfFederated(user, account, name, key, created), user, habits);
            case ActorKinds.Center:
                var centerUser = RandomText.Guid(ref random);
                return OfUser(kind, Identity.OfCenterUser(account, centerUser, RandomText.Guid(ref random)), user, habits);
            case ActorKinds.Web:
                return OfUser(kind, Identity.OfWeb(account, $"{name}:{name}"), user, habits);
            default:
                return OfUser(ActorKinds.User, Identity.OfUser(user, account), user, habits);
        }
    }

    CallShape[] MakeHabits(ActorKinds kind, ulong habitSeed)
    {
        var random = new SplitMix64(habitSeed);
        var bit = BitOperations.TrailingZeroCount((int)kind);
        var takesGlobal = _region.TakesGlobalServices;
        return [.. Enumerable.Range(0, HabitCount).Select(_ => catalogue.Pick(bit, takesGlobal, ref random)).OfType<CallShape>()];
    }

    static Actor OfUser(ActorKinds kind, byte[] identity, User user, CallShape[] habits) =>
        NewActor(kind, identity, Encoding.ASCII.GetBytes(user.Arn), user.Ip, user.Agent, habits);

    static Actor OfService(string service, CallShape[] habits)
    {
        var name = Encoding.ASCII.GetBytes(service);
        return NewActor(ActorKinds.Service, Identity.OfService(service), name, name, name, habits);
    }

    Actor OfEvent(CallShape shape)
    {
        var service = Encoding.ASCII.GetBytes(shape.Source);
        return NewActor(ActorKinds.Event, Identity.OfEvent(_account.Id, shape.Source), service, service, service, [shape]);
    }

    static Actor NewActor(
        ActorKinds kind, byte[] identity, byte[] arn, byte[] ip, byte[] agent, CallShape[] habits,
        long earliest = 0, ulong bits = 0) => new()
        {
            Kind = kind,
            Identity = identity,
            Arn = arn,
            Ip = ip,
            Agent = agent,
            Habits = habits,
            Earliest = earliest,
            Endpoint = kind == ActorKinds.Role && ip.AsSpan().StartsWith("10."u8) && bits % 3 == 0
                ? Encoding.ASCII.GetBytes($"vpce-0{bits:x16}")
                : null,
            UsesTls13 = identity.Length % 10 < 7,
        };
}
