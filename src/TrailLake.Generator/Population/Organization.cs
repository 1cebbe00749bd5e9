using System.Globalization;
using System.Text;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Population;

/// <summary>The accounts with everything that outlives a session. Depends on the seed only.</summary>
sealed class Organization
{
    public const string Id = "o-a1b2c3d4e5";

    static readonly string[] s_regions = ["us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-2", "sa-east-1"];
    static readonly string[] s_sets = ["AdministratorAccess", "PowerUserAccess", "ViewOnlyAccess", "DatabaseTeam", "SecurityAudit"];
    static readonly string[] s_people =
        ["ada", "ben", "cleo", "dmitri", "eva", "farid", "grace", "hugo", "ines", "jonas", "kaya", "liam", "mina", "noor", "otto", "pia"];

    readonly IReadOnlyList<ResourcePool> _pools = ResourcePool.ReadAll();
    readonly ulong _seed;

    /// <param name="scale">Factor for the number of principals and resources of an account.</param>
    public Organization(ulong seed, int accounts, int regions, double scale)
    {
        _seed = seed;
        Agents = new UserAgentList();
        Regions = [.. Enumerable.Range(0, regions).Select(i => new Region(s_regions[i], i, regions))];
        Accounts = [.. Enumerable.Range(0, accounts).Select(i => MakeAccount(i, accounts, scale))];
    }

    public UserAgentList Agents { get; }

    public IReadOnlyList<Region> Regions { get; }

    public IReadOnlyList<Account> Accounts { get; }

    public IReadOnlyList<string> PoolNames => [.. _pools.Select(p => p.Name)];

    /// <summary>A name such as <c>ada.k</c>.</summary>
    public static string PersonName(ref SplitMix64 random) => $"{s_people[random.Below(s_people.Length)]}.{(char)('a' + random.Below(26))}";

    /// <summary>Twelve digits that anybody sees are invented: 111122223333, 222233334444, …; every tenth begins with zeros.</summary>
    static string AccountId(int index)
    {
        var (first, second) = (index % 9, (index + 1) % 9);
        var third = (second + 1 + (index / 9)) % 9;
        return $"{Four(index % 10 == 9 ? -1 : first)}{Four(second)}{Four(third)}";

        static string Four(int digit) => new((char)('1' + digit), 4);
    }

    Account MakeAccount(int index, int accounts, double scale)
    {
        var id = AccountId(index);
        var filler = new TemplateWriter(new Utf8Writer(4096)) { Random = new SplitMix64(SplitMix64.Mix(_seed, 1, (ulong)index)) };
        var pools = _pools.Select(p => MakePool(p, scale, filler)).ToArray();
        ref var random = ref filler.Random;
        var users = new User[(int)(48 * scale)];
        for (var i = 0; i < users.Length; i++)
        {
            users[i] = MakeUser(id, i, filler);
        }

        var roleNames = pools[PoolNumber("role-name")];
        var roles = new Role[(int)(90 * scale)];
        for (var i = 0; i < roles.Length; i++)
        {
            var taker = random.Below(100) < 80 ? ActorKinds.Service : ActorKinds.User;
            var name = Encoding.ASCII.GetString(roleNames[i % roleNames.Length]);
            roles[i] = MakeRole(id, i, "/", i < 90 ? name : $"{name}-{i}", taker);
        }

        var personRoles = new Role[s_sets.Length];
        for (var i = 0; i < personRoles.Length; i++)
        {
            var name = $"AWSReservedSSO_{s_sets[i]}_{SplitMix64.Mix(_seed, 2, (ulong)index, (ulong)i):x16}";
            personRoles[i] = MakeRole(id, 100_000 + i, "/aws-reserved/sso.amazonaws.com/", name, ActorKinds.Saml);
        }

        return new Account
        {
            Index = index,
            Id = id,
            Partner = Encoding.ASCII.GetBytes(AccountId(accounts + 1 + (index % 3))),
            Pools = pools,
            PrefixPool = PoolNumber("prefix"),
            InstancePool = PoolNumber("instance"),
            Users = users,
            Roles = roles,
            PersonRoles = personRoles,
        };
    }

    User MakeUser(string account, int index, TemplateWriter filler)
    {
        ref var random = ref filler.Random;
        var isPerson = random.Below(100) < 60;
        var name = isPerson ? $"{PersonName(ref random)}{index}" : $"svc-{(char)('a' + random.Below(26))}{index}";
        var id = Encoding.ASCII.GetString(AwsId.Principal("AIDA", account, random.Next()));
        var key = Encoding.ASCII.GetString(AwsId.AccessKey("AKIA", account, random.Next()));
        var ip = filler.Render(Template.Parse(random.Below(100) < 70 ? "$(public-ip)" : "$(private-ip)", []));
        var agent = filler.Render(Agents.Pick(isPerson ? "person" : "program", ref random));
        return new User(name, id, key, $"arn:aws:iam::{account}:user/{name}", ip, agent);
    }

    Role MakeRole(string account, int index, string path, string name, ActorKinds takenBy)
    {
        var id = AwsId.Principal(
            "AROA", account, SplitMix64.Mix(_seed, 3, ulong.Parse(account, CultureInfo.InvariantCulture), (ulong)index));
        return new Role(name, Encoding.ASCII.GetString(id), Encoding.ASCII.GetBytes($"arn:aws:iam::{account}:role{path}{name}"), takenBy);
    }

    int PoolNumber(string name) => Enumerable.Range(0, _pools.Count).First(i => _pools[i].Name == name);

    static byte[][] MakePool(ResourcePool spec, double scale, TemplateWriter filler)
    {
        var names = new byte[Math.Max(1, (int)(spec.Count * scale))][];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = filler.Render(spec.Template);
        }

        return names;
    }
}
