using TrailLake.Generator.Records;

namespace TrailLake.Generator.Story;

/// <summary>The callers of the story.</summary>
sealed class StoryCast
{
    const string OfficeCli = "aws-cli/2.22.4 md/awscrt#0.23.4 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6 "
        + "cfg/retry-mode#standard md/command#s3.rb";
    const string Pipeline = "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0 "
        + "aws-sdk-go-v2/1.32.0 ua/2.0 os/linux";
    const string Boto = "Boto3/1.35.40 md/Botocore#1.35.40 ua/2.0 os/linux lang/python#3.11.2";
    const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

    public StoryCast(StoryIds ids, DateTime attackDay)
    {
        var roleTaken = attackDay.Add(IncidentStory.RoleTakenAt);
        Pipe = User(ids, "ci-deploy", "192.0.2.44", Pipeline);
        Thief = Pipe with { Ip = IncidentStory.AttackerAddress, Agent = IncidentStory.AttackerAgent };
        Developer = User(ids, "ben.m", "192.0.2.61", OfficeCli);
        Backdoor = User(ids, IncidentStory.BackdoorUser, "198.51.100.23", Boto);
        Hijacked = Session(ids, IncidentStory.RoleName, IncidentStory.SessionName, "/ops/", roleTaken, Thief.Ip, Thief.Agent, false);
        Admin = Person(ids, "ada.k@example.com", attackDay.AddDays(-1).AddHours(14), "192.0.2.10");
        Responder = Person(ids, "eva.s@example.com", attackDay.AddHours(7), "192.0.2.12");
    }

    /// <summary>The pipeline at its usual place.</summary>
    public StoryCaller Pipe { get; }

    /// <summary>The pipeline's key in foreign hands.</summary>
    public StoryCaller Thief { get; }

    /// <summary>A developer who tries to delete the bucket the day before and may not.</summary>
    public StoryCaller Developer { get; }

    /// <summary>The user that the intruder leaves behind.</summary>
    public StoryCaller Backdoor { get; }

    /// <summary>The role session that does the damage.</summary>
    public StoryCaller Hijacked { get; }

    /// <summary>An administrator who deletes a bucket of a similar name, and may.</summary>
    public StoryCaller Admin { get; }

    /// <summary>The person who closes the door in the morning.</summary>
    public StoryCaller Responder { get; }

    static StoryCaller Person(StoryIds ids, string name, DateTime created, string ip) => Session(
        ids, "AWSReservedSSO_AdministratorAccess_3f1c5a7790aa41de", name, "/aws-reserved/sso.amazonaws.com/", created, ip, Browser, true);

    static StoryCaller User(StoryIds ids, string name, string ip, string agent)
    {
        const string Account = IncidentStory.VictimAccount;
        var principal = ids.Principal("AIDA", Account, name);
        var key = ids.AccessKey("AKIA", Account, name);
        var arn = $"arn:aws:iam::{Account}:user/{name}";
        return new StoryCaller(Identity.OfUser(principal, arn, Account, key, name), arn, key, principal, Account, ip, agent);
    }

    static StoryCaller Session(
        StoryIds ids, string role, string name, string path, DateTime created, string ip, string agent, bool fromConsole)
    {
        const string Account = IncidentStory.VictimAccount;
        var roleId = ids.Principal("AROA", Account, role);
        var key = ids.AccessKey("ASIA", Account, $"{role}/{name}");
        var arn = $"arn:aws:sts::{Account}:assumed-role/{role}/{name}";
        var issuer = Identity.Issuer("Role", roleId, $"arn:aws:iam::{Account}:role{path}{role}", Account, role);
        var context = Identity.Context(issuer, new DateTimeOffset(created).ToUnixTimeSeconds(), hasMfa: false);
        var identity = Identity.OfSession($"{roleId}:{name}", arn, Account, key, context);
        return new StoryCaller(identity, arn, key, $"{roleId}:{name}", Account, ip, agent, fromConsole);
    }
}
