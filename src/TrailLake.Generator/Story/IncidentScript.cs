using System.Globalization;
using TrailLake.Generator.Records;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Story;

/// <summary>The records of the story in order of time: the day before, the night, the morning after.</summary>
sealed partial class IncidentScript
{
    const string Victim = IncidentStory.VictimAccount;

    readonly List<StoryEvent> _events = [];
    readonly StoryIds _ids;

    public IncidentScript(StoryIds ids, StoryCast cast, DateTime attackDay)
    {
        _ids = ids;
        Cast = cast;
        TellDayBefore(attackDay.AddDays(-1));
        TellNight(attackDay);
        TellMorning(attackDay);
    }

    public StoryCast Cast { get; }

    public IReadOnlyList<StoryEvent> Events => _events;

    void Add(StoryEvent e) => _events.Add(e with { EventId = _ids.Event($"event {_events.Count}") });

    void TellDayBefore(DateTime day)
    {
        // The pipeline at work: the same user and key that will be seen elsewhere at night.
        for (var hour = 8; hour < 18; hour++)
        {
            Add(new StoryEvent(At(day, $"{hour:00}:03:20"), Cast.Pipe, "sts", "GetCallerIdentity") { IsReadOnly = true });
            Add(new StoryEvent(At(day, $"{hour:00}:04:11"), Cast.Pipe, "lambda", "GetFunction20150331v2")
            {
                IsReadOnly = true,
                Request = $$"""{"functionName":"{{IncidentStory.Function}}"}""",
            });
        }

        TakePersonRole(Cast.Admin, At(day, "14:00:00"));
        DeleteBucket(At(day, "14:20:36"), Cast.Admin, IncidentStory.SimilarBucket);
        DeleteBucket(At(day, "16:05:12"), Cast.Developer, IncidentStory.Bucket, denied: true);
    }

    void TellMorning(DateTime day)
    {
        TakePersonRole(Cast.Responder, At(day, "07:00:00"));
        Add(new StoryEvent(At(day, "07:18:40"), Cast.Responder, "s3", "GetBucketLocation")
        {
            IsReadOnly = true,
            ErrorCode = "NoSuchBucket",
            ErrorMessage = "The specified bucket does not exist",
            Request = S3Request(IncidentStory.Bucket, "location", ""),
            Resources = BucketResource(IncidentStory.Bucket),
        });
        Add(new StoryEvent(At(day, "07:26:02"), Cast.Responder, "iam", "UpdateAccessKey")
        {
            Version = "1.10",
            Request = Json.Object("userName", IncidentStory.LeakedUser, "accessKeyId", Cast.Thief.AccessKey, "status", "Inactive"),
        });
        Add(new StoryEvent(At(day, "07:27:45"), Cast.Responder, "cloudtrail", "StartLogging")
        {
            Request = $$"""{"name":"{{IncidentStory.Trail}}"}""",
        });

        // Nobody has seen the back door yet.
        Add(new StoryEvent(At(day.AddDays(1), "04:10:09"), Cast.Backdoor, "sts", "GetCallerIdentity") { IsReadOnly = true });
        Add(new StoryEvent(At(day.AddDays(1), "04:11:30"), Cast.Backdoor, "s3", "ListBuckets")
        {
            IsReadOnly = true,
            BytesOut = 4210,
            Request = """{"Host":"s3.us-east-1.amazonaws.com"}""",
        });
    }

    void TakePersonRole(StoryCaller person, DateTime time)
    {
        var name = person.PrincipalId[(person.PrincipalId.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var role = $"arn:aws:iam::{Victim}:role/aws-reserved/sso.amazonaws.com/{person.Arn.Split('/')[1]}";
        Add(new StoryEvent(time, person with { FromConsole = false }, "sts", "AssumeRoleWithSAML")
        {
            Version = "1.08",
            IsReadOnly = true,
            ShownIdentity = Identity.OfSaml(Victim, name, "kTz7ExampleQualifier"),
            Request = Json.Object(
                "sAMLAssertionID", $"_{_ids.Event("saml " + name)}", "roleSessionName", name, "roleArn", role,
                "principalArn", Identity.SamlProvider(Victim), "durationSeconds", 28800),
            Response = Json.Object(
                "credentials", Credentials(person, time.AddHours(8)), "assumedRoleUser", AssumedRole(person),
                "subject", name, "subjectType", "persistent", "audience", "https://signin.aws.amazon.com/saml"),
            Resources = RoleResource(role),
        });
    }

    void DeleteBucket(DateTime time, StoryCaller caller, string bucket, bool denied = false) =>
        Add(new StoryEvent(time, caller, "s3", "DeleteBucket")
        {
            ErrorCode = denied ? "AccessDenied" : null,
            ErrorMessage = denied ? Denied(caller, "s3:DeleteBucket", $"\\\"arn:aws:s3:::{bucket}\\\"") : null,
            Request = S3Request(bucket),
            Resources = BucketResource(bucket),
        });

    static string Denied(StoryCaller caller, string action, string resource) =>
        $"User: {caller.Arn} is not authorized to perform: {action} on resource: {resource} "
        + $"because no identity-based policy allows the {action} action";

    static string Credentials(StoryCaller session, DateTime expiration) => Json.Object(
        "accessKeyId", session.AccessKey, "sessionToken", "HIDDEN_DUE_TO_SECURITY_REASONS", "expiration", JavaTime(expiration));

    static string AssumedRole(StoryCaller session) => Json.Object("assumedRoleId", session.PrincipalId, "arn", session.Arn);

    static string RoleResource(string arn) => $"[{Json.Object("accountId", Victim, "type", "AWS::IAM::Role", "ARN", arn)}]";

    static string S3Request(string bucket, string? key = null, string? value = null, string? more = null, string? moreValue = null) =>
        Json.Object("bucketName", bucket, "Host", $"{bucket}.s3.us-east-1.amazonaws.com", key ?? "", value, more ?? "", moreValue);

    /// <param name="objects">An object of the bucket, or the beginning of objects' keys; null for the bucket alone.</param>
    static string BucketResource(string bucket, (string Name, string Key)? objects = null, string account = Victim)
    {
        var arn = $"arn:aws:s3:::{bucket}";
        var whole = Json.Object("accountId", account, "type", "AWS::S3::Bucket", "ARN", arn);
        return objects is var (name, key) ? $"[{Json.Object("type", "AWS::S3::Object", name, $"{arn}/{key}")},{whole}]" : $"[{whole}]";
    }

    static DateTime At(DateTime day, string time) => day.Add(TimeSpan.Parse(time, CultureInfo.InvariantCulture));

    static string JavaTime(DateTime time) => time.ToString("MMM d, yyyy, h:mm:ss tt", CultureInfo.InvariantCulture);
}
