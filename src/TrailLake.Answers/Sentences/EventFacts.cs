using System.Globalization;
using System.Text.Json;
using TrailLake.Query.Execution;

namespace TrailLake.Answers.Sentences;

/// <summary>The facts that a sentence about an event is made of.</summary>
public sealed record EventFacts
{
    internal const string Columns = """
        eventTime, eventID, eventSource, eventName, eventType, awsRegion, account, sourceIPAddress, userAgent, errorCode, errorMessage,
        readOnly, sharedEventID,
        sessionCredentialFromConsole, requestParameters, responseElements, additionalEventData, serviceEventDetails,
        to_json(list_transform(coalesce(resources, []), lambda r: {'type': r.type, 'ARN': coalesce(r.ARN, r.ARNPrefix)}))::VARCHAR,
        userIdentity.type, userIdentity.principalId, userIdentity.arn, userIdentity.accountId, userIdentity.accessKeyId,
        userIdentity.userName,
        userIdentity.invokedBy, userIdentity.identityProvider, userIdentity.inScopeOf.credentialsIssuedTo,
        userIdentity.sessionContext.sessionIssuer.arn, userIdentity.sessionContext.sessionIssuer.userName,
        userIdentity.sessionContext.sourceIdentity,
        userIdentity.sessionContext.attributes.creationDate
        """;

    JsonElement? _request;
    JsonElement? _response;
    JsonElement? _additional;

    /// <summary>When the call was made.</summary>
    public DateTime Time { get; init; }

    /// <summary>Id of the event; empty when the record has none.</summary>
    public string EventId { get; init; } = "";

    /// <summary>Service as delivered, for example <c>s3.amazonaws.com</c>.</summary>
    public string EventSource { get; init; } = "";

    /// <summary>API as delivered.</summary>
    public string EventName { get; init; } = "";

    /// <summary>What kind of event it is, for example <c>AwsApiCall</c>.</summary>
    public string? EventType { get; init; }

    /// <summary>Region that the call was made to.</summary>
    public string? Region { get; init; }

    /// <summary>Account that received the event.</summary>
    public string? Account { get; init; }

    /// <summary>Address that the call came from, or the name of the service that made it.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>What the caller said that it is.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Error as delivered; null when the call gave none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Message of the error; some stand without a code.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the call changes nothing; null when the record does not tell.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>Id that the records of one call in several accounts share.</summary>
    public string? SharedEventId { get; init; }

    /// <summary>Whether the session was the console's, as the record says.</summary>
    public bool IsFromConsole { get; init; }

    /// <summary>What was asked for, as JSON.</summary>
    public string? RequestText { get; init; }

    /// <summary>What was answered, as JSON.</summary>
    public string? ResponseText { get; init; }

    /// <summary>What the service adds, as JSON.</summary>
    public string? AdditionalText { get; init; }

    /// <summary>Details of an event that a service made by itself, as JSON.</summary>
    public string? ServiceDetailsText { get; init; }

    /// <summary>The resources that the record lists, as JSON.</summary>
    public string? ResourcesText { get; init; }

    /// <summary>Type of the identity, for example <c>AssumedRole</c>.</summary>
    public string? UserType { get; init; }

    /// <summary>Unique id of the identity; of a session with its name.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>ARN of the identity.</summary>
    public string? Arn { get; init; }

    /// <summary>Account of the identity.</summary>
    public string? UserAccount { get; init; }

    /// <summary>Access key that the call was signed with.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Name of the user.</summary>
    public string? UserName { get; init; }

    /// <summary>Service that made the call for the identity.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>Provider that signed the person or workload in.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>ARN of what the credentials were issued to, for example an instance.</summary>
    public string? IssuedTo { get; init; }

    /// <summary>ARN of the role that the session is of.</summary>
    public string? IssuerArn { get; init; }

    /// <summary>Name of that role.</summary>
    public string? IssuerName { get; init; }

    /// <summary>Source identity of the session: set once, kept along the chain.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>When the session was created, as delivered.</summary>
    public string? CreationDate { get; init; }

    /// <summary>Service without its domain, for example s3.</summary>
    public string Service => EventSource.Split('.')[0];

    /// <summary>The API's name without the date that Lambda and CloudFront put behind it.</summary>
    public string ApiName => ApiNames.WithoutDate(EventName);

    /// <summary>True when the call did not take effect: an error, a failed sign-in, or a dry run.</summary>
    public bool IsFailed => Outcome is not null;

    /// <summary>Why the call did not take effect; null when it did.</summary>
    public string? Outcome => ErrorCode switch
    {
        { Length: > 0 } code => code,
        _ when First(Response, "ConsoleLogin") == "Failure" => string.IsNullOrEmpty(ErrorMessage) ? "Failure" : ErrorMessage,
        _ when !string.IsNullOrEmpty(ErrorMessage) => ErrorMessage,
        _ when First(Request, "dryRun") == "true" => "dry run",
        _ => null,
    };

    internal JsonElement Request => _request ??= JsonPath.Parse(RequestText);

    internal JsonElement Response => _response ??= JsonPath.Parse(ResponseText);

    internal JsonElement Additional => _additional ??= JsonPath.Parse(AdditionalText);

    /// <summary>Values at a path that begins with rP, rE, aED or sED.</summary>
    internal IEnumerable<string> Find(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var root = path[..dot] switch
        {
            "rP" => Request,
            "rE" => Response,
            "aED" => Additional,
            "sED" => JsonPath.Parse(ServiceDetailsText),
            var other => throw new ArgumentOutOfRangeException(nameof(path), other, "A path begins with rP, rE, aED or sED."),
        };
        return JsonPath.Find(root, path[(dot + 1)..]);
    }

    internal static EventFacts Read(QueryResult row)
    {
        // In the order of Columns: initializers run from top to bottom.
        var i = 0;
        return new EventFacts
        {
            Time = ParseTime(row.GetText(i++)) ?? DateTime.MinValue,
            EventId = row.GetText(i++) ?? "",
            EventSource = row.GetText(i++) ?? "",
            EventName = row.GetText(i++) ?? "",
            EventType = row.GetText(i++),
            Region = row.GetText(i++),
            Account = row.GetText(i++),
            SourceAddress = row.GetText(i++),
            UserAgent = row.GetText(i++),
            ErrorCode = row.GetText(i++),
            ErrorMessage = row.GetText(i++),
            IsReadOnly = row.GetText(i++) is { } isReadOnly ? isReadOnly == "true" : null,
            SharedEventId = row.GetText(i++),
            IsFromConsole = row.GetText(i++) == "true",
            RequestText = row.GetText(i++),
            ResponseText = row.GetText(i++),
            AdditionalText = row.GetText(i++),
            ServiceDetailsText = row.GetText(i++),
            ResourcesText = row.GetText(i++),
            UserType = row.GetText(i++),
            PrincipalId = row.GetText(i++),
            Arn = row.GetText(i++),
            UserAccount = row.GetText(i++),
            AccessKey = row.GetText(i++) is { Length: > 0 } key ? key : null,
            UserName = row.GetText(i++),
            InvokedBy = row.GetText(i++),
            IdentityProvider = row.GetText(i++),
            IssuedTo = row.GetText(i++),
            IssuerArn = row.GetText(i++),
            IssuerName = row.GetText(i++),
            SourceIdentity = row.GetText(i++),
            CreationDate = row.GetText(i++),
        };
    }

    /// <summary>A time as the lake or CloudTrail writes it, also in ISO's basic form; null when it is none.</summary>
    internal static DateTime? ParseTime(string? text) => DateTime.TryParseExact(
        text,
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyyMMdd'T'HHmmss'Z'"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time)
        ? time
        : null;

    static string? First(JsonElement root, string path) => JsonPath.Find(root, path).FirstOrDefault();
}
