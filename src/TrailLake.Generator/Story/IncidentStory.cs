using TrailLake.Generator.Archives;
using TrailLake.Generator.Planning;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Story;

/// <summary>
/// A small archive of an invented incident, three days of three accounts: the key of a deployment user leaks, is used from a foreign
/// address to take a powerful role, and the session leaves a back door, opens the network, reads another account's bucket, deletes a
/// database and in the end a bucket. Around it stand the usual traffic and two look-alikes of the deletion.
/// </summary>
static class IncidentStory
{
    /// <summary>The bucket that is deleted.</summary>
    public const string Bucket = "northwind-customer-exports";

    /// <summary>A bucket of a similar name, which an administrator deletes the day before.</summary>
    public const string SimilarBucket = "northwind-customer-exports-old";

    /// <summary>A bucket of <see cref="OtherAccount"/> that the session reads.</summary>
    public const string ForeignBucket = "northwind-ledger-archive";

    /// <summary>Account in which it happens.</summary>
    public const string VictimAccount = "111122223333";

    /// <summary>Account whose bucket is read.</summary>
    public const string OtherAccount = "222233334444";

    /// <summary>User whose key leaked.</summary>
    public const string LeakedUser = "ci-deploy";

    /// <summary>Role that the leaked key takes, and the name of the session.</summary>
    public const string RoleName = "OrgMaintenance";

    /// <summary>Name of the role session.</summary>
    public const string SessionName = "ci-deploy-hotfix";

    /// <summary>User that is left behind.</summary>
    public const string BackdoorUser = "svc-backup-sync";

    /// <summary>Address of the intruder.</summary>
    public const string AttackerAddress = "203.0.113.77";

    /// <summary>User agent of the intruder.</summary>
    public const string AttackerAgent = "aws-cli/2.17.62 md/awscrt#0.21.2 ua/2.0 os/linux#6.8.11-amd64 md/arch#x86_64 lang/python#3.12.6 "
        + "md/distrib#kali.2024.3 cfg/retry-mode#standard";

    /// <summary>The security group that is opened.</summary>
    public const string SecurityGroup = "sg-0c1f5e9a7b3d20864";

    /// <summary>The function whose code is replaced.</summary>
    public const string Function = "orders-api-prod";

    /// <summary>The database that loses its backups and is deleted.</summary>
    public const string Database = "customers-prod-db1";

    /// <summary>The trail that is stopped; the organization's trail, from which the archive comes, goes on.</summary>
    public const string Trail = "northwind-account-trail";

    /// <summary>Day of the incident, UTC.</summary>
    public static readonly DateTime AttackDay = new(2026, 3, 10, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Time of that day at which the role is taken.</summary>
    public static readonly TimeSpan RoleTakenAt = new(2, 14, 10);

    const long TrafficEvents = 4000;

    /// <summary>Writes the archive; same seed, same bytes.</summary>
    public static IncidentFacts Write(string folder, ulong seed = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var traffic = ArchiveGenerator.Run(
            new GeneratorOptions
            {
                OutputFolder = folder,
                Events = TrafficEvents,
                Seed = SplitMix64.Mix(seed, 22),
                FirstDay = DateOnly.FromDateTime(AttackDay).AddDays(-1),
            },
            new ProfileSettings(Accounts: 3, Regions: 2, Days: 3, MeanEvents: 20, ObjectSizeSpread.ManySmall, DataWeight: 0.1),
            progress: null,
            cancel);

        var ids = new StoryIds(seed);
        var script = new IncidentScript(ids, new StoryCast(ids, AttackDay), AttackDay);
        var objects = StoryWriter.Write(folder, script.Events, seed);
        var deletion = script.Events.Single(
            e => e.Name == "DeleteBucket" && e.ErrorCode is null && e.Caller.AccessKey == script.Cast.Hijacked.AccessKey);
        return new IncidentFacts
        {
            Events = traffic.Events + script.Events.Count,
            StoryEvents = script.Events.Count,
            Objects = traffic.Objects + objects,
            DeletionEventId = deletion.EventId.ToString(),
            DeletionTime = deletion.Time,
            DeletionArn = deletion.Caller.Arn,
            DeletionAccessKey = deletion.Caller.AccessKey,
            DeletionUserAgent = $"[{deletion.Caller.Agent}]",
            DeletionRequest = deletion.Request,
            AssumeRoleEventId = script.Events.Single(e => e.Name == "AssumeRole").EventId.ToString(),
            LeakedAccessKey = script.Cast.Thief.AccessKey,
            BackdoorAccessKey = script.Cast.Backdoor.AccessKey,
            SharedEventId = script.Events.First(e => e.SharedEventId is not null).SharedEventId!,
        };
    }
}
