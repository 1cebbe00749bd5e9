using System;
using System.Globalization;

namespace TrailLake.Generator.Story;

/// <summary>The callers of the story.</summary>
sealed class StoryCast
{
    const string OfficeCli = "aws-cli/2.22.4 md/awscrt#0.23.4 ua/2.0 os/macos#24.1.0 md/arch#arm64 lang/python#3.12.6 cfg/retry-mode#standard md/command#s3.rb";
    const string Pipeline = "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0 aws-sdk-go-v2/1.32.0 ua/2.0 os/linux";
    const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

    public StoryCast(StoryIds ids, DateTime attackDay)
    {
        Pipe = User(ids, "ci-deploy", "ci-deploy", "192.0.2.44", Pipeline);
        Thief = Pipe with { Ip = IncidentStory.AttackerAddress, Agent = IncidentStory.AttackerAgent };
        Developer = User(ids, "ben.m", "ben.m", "192.0.2.61", OfficeCli);
        Backdoor = User(ids, IncidentStory.BackdoorUser, IncidentStory.BackdoorUser, "198.51.100.23", "Boto3/1.35.40 md/Botocore#1.35.40 ua/2.0 os/linux lang/python#3.11.2");
        Hijacked = Session(ids, IncidentStory.RoleName, IncidentStory.SessionName, "/ops/", attackDay.Add(IncidentStory.RoleTakenAt), IncidentStory.AttackerAddress, IncidentStory.AttackerAgent, false);
        Admin = Session(ids, "AWSReservedSSO_AdministratorAccess_3f1c5a7790aa41de", "ada.k@example.com", "/aws-reserved/sso.amazonaws.com/", attackDay.AddDays(-1).AddHours(14), "192.0.2.10", Browser, true);
        Responder = Session(ids, "AWSReservedSSO_AdministratorAccess_3f1c5a7790aa41de", "eva.s@example.com", "/aws-reserved/sso.amazonaws.com/", attackDay.AddHours(7), "192.0.2.12", Browser, true);
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

    static StoryCaller User(StoryIds ids, string name, string keyName, string ip, string agent)
    {
        const string Account = IncidentStory.VictimAccount;
        var principal = ids.Principal("AIDA", Account, name);
        var key = ids.AccessKey("AKIA", Account, keyName);
        var arn = $"arn:aws:iam::{Account}:user/{name}";
        var identity = $$"""{"type":"IAMUser","principalId":"{{principal}}","arn":"{{arn}}","accountId":"{{Account}}","accessKeyId":"{{key}}","userName":"{{name}}"}""";
        return new StoryCaller(identity, arn, key, principal, Account, ip, agent);
    }

    static StoryCaller Session(StoryIds ids, string role, string name, string path, DateTime created, string ip, string agent, bool fromConsole)
    {
        const string Account = IncidentStory.VictimAccount;
        var roleId = ids.Principal("AROA", Account, role);
        var key = ids.AccessKey("ASIA", Account, $"{role}/{name}");
        var arn = $"arn:aws:sts::{Account}:assumed-role/{role}/{name}";
        var time = created.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var issuer = $$"""{"type":"Role","principalId":"{{roleId}}","arn":"arn:aws:iam::{{Account}}:role{{path}}{{role}}","accountId":"{{Account}}","userName":"{{role}}"}""";
        var context = $$$"""{"sessionIssuer":{{{issuer}}},"attributes":{"creationDate":"{{{time}}}","mfaAuthenticated":"false"}}""";
        var identity = $$"""{"type":"AssumedRole","principalId":"{{roleId}}:{{name}}","arn":"{{arn}}","accountId":"{{Account}}","accessKeyId":"{{key}}","sessionContext":{{context}}}""";
        return new StoryCaller(identity, arn, key, $"{roleId}:{name}", Account, ip, agent, fromConsole);
    }
}
