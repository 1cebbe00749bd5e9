using System.Globalization;
using System.Linq;
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

    public DateTime Time { get; init; }

    public string EventId { get; init; } = "";

    public string EventSource { get; init; } = "";

    public string EventName { get; init; } = "";

    public string? EventType { get; init; }

    public string? Region { get; init; }

    public string? Account { get; init; }

    public string? SourceAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public bool? IsReadOnly { get; init; }

    public string? SharedEventId { get; init; }

    public bool IsFromConsole { get; init; }

    public string? RequestText { get; init; }

    public string? ResponseText { get; init; }

    public string? AdditionalText { get; init; }

    public string? ServiceDetailsText { get; init; }

    public string? ResourcesText { get; init; }

    public string? UserType { get; init; }

    public string? PrincipalId { get; init; }

    public string? Arn { get; init; }

    public string? UserAccount { get; init; }

    public string? AccessKey { get; init; }

    public string? UserName { get; init; }

    public string? InvokedBy { get; init; }

    public string? IdentityProvider { get; init; }

    public string? IssuedTo { get; init; }

    public string? IssuerArn { get; init; }

    public string? IssuerName { get; init; }

    public string? SourceIdentity { get; init; }

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
    public IEnumerable<string> Find(string path)
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
