using System.Text;
using TrailLake.Generator.Planning;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Population;

/// <summary>The role sessions of an account in a region during one epoch; the same for every object of the epoch.</summary>
sealed class SessionFactory(Organization organization, ulong seed)
{
    // 1.6 % of the records issue sessions: 49 AssumeRole calls among 2,900 real records.
    const double SessionsPerEvent = 0.016;
    const int MaxSessions = 60;

    /// <summary>Earliest time of a record before the delivery of its object, in seconds.</summary>
    public const int Oldest = 540;

    static readonly Template s_publicIp = Template.Parse("$(public-ip)", []);
    static readonly Template s_privateIp = Template.Parse("$(private-ip)", []);

    readonly Utf8Writer _text = new(1024);
    (int Account, int Region, long Epoch) _last = (-1, -1, -1);
    Session[] _sessions = [];

    public Session[] Of(in PlannedObject planned)
    {
        var key = (planned.Account, planned.Region, planned.Epoch);
        if (key != _last)
        {
            _sessions = Make(in planned);
            _last = key;
        }

        return _sessions;
    }

    Session[] Make(in PlannedObject planned)
    {
        var account = organization.Accounts[planned.Account];
        var cell = (ulong)((planned.Account * 100) + planned.Region);
        var filler = new TemplateWriter(_text) { Random = new SplitMix64(SplitMix64.Mix(seed, 6, cell, (ulong)planned.Epoch)) };
        var most = Math.Min(MaxSessions, planned.FirstEvents);
        var sessions = new Session[Math.Clamp((int)(planned.EpochEvents * SessionsPerEvent), 1, most)];
        for (var i = 0; i < sessions.Length; i++)
        {
            // The second one is a person's, so that nearly every epoch has one; beyond that one of eight.
            var isPerson = i == 1 || (i > 1 && filler.Random.Below(8) == 0);
            sessions[i] = Make(account, isPerson, planned.EpochStart - Oldest + (i % 30), filler);
        }

        return sessions;
    }

    Session Make(Account account, bool isPerson, long created, TemplateWriter filler)
    {
        ref var random = ref filler.Random;
        var role = random.Skewed(isPerson ? account.PersonRoles : account.Roles);
        var issuer = random.Skewed(account.Users);
        var name = Encoding.ASCII.GetBytes(role.TakenBy switch
        {
            ActorKinds.Saml => $"{Organization.PersonName(ref random)}@example.com",
            ActorKinds.User => $"deploy-{random.Below(100_000)}",
            _ when random.Below(2) == 0 => Encoding.ASCII.GetString(random.Skewed(account.Pools[account.InstancePool])),
            _ => $"{role.Name}-{random.Below(1000)}",
        });
        var accessKey = AwsId.AccessKey("ASIA", account.Id, random.Next());
        var session = Encoding.ASCII.GetString(name);
        var ip = role.TakenBy == ActorKinds.User ? issuer.Ip : filler.Render(!isPerson && random.Below(2) == 0 ? s_privateIp : s_publicIp);
        var agent = filler.Render(organization.Agents.Pick(isPerson ? "console" : "program", ref random));
        return new Session(
            role,
            name,
            accessKey,
            Encoding.ASCII.GetBytes($"arn:aws:sts::{account.Id}:assumed-role/{role.Name}/{session}"),
            Encoding.ASCII.GetBytes($"{role.PrincipalId}:{session}"),
            created,
            issuer,
            ip,
            agent);
    }
}
