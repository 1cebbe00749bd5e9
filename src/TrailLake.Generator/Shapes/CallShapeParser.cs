using System.Globalization;
using System.Text;
using TrailLake.Generator.Population;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Shapes;

/// <summary>Reads the <c>.shapes</c> texts: a service, its calls with weights, and under each call the parts of its record.</summary>
sealed class CallShapeParser(IReadOnlyList<string> pools)
{
    const string S3Extra = """{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0"""
        + ""","AuthenticationMethod":"AuthHeader","x-amz-id-2":"$(base64:75)=","bytesTransferredOut":$(number:100..90000)}""";
    const string Bucket = """{"accountId":"$(account)","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$(bucket)"}""";
    const string Object = """{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::$(bucket)/$(key)"}""";
    const string Key = """{"accountId":"$(account)","type":"AWS::KMS::Key","ARN":"arn:aws:kms:$(region):$(account):key/$(kms)"}""";

    readonly List<CallShape> _shapes = [];
    string _source = "";
    string _version = "1.08";
    string _denied = "AccessDenied";
    bool _global;

    public IReadOnlyList<CallShape> Shapes => _shapes;

    public void Parse(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == ' ')
            {
                AddPart(_shapes[^1], line.TrimStart());
            }
            else if (line.StartsWith("service ", StringComparison.Ordinal))
            {
                StartService(line.Split(' '));
            }
            else
            {
                AddShape(line.Split(' '));
            }
        }
    }

    void StartService(string[] words)
    {
        _source = words[1];
        _version = ValueOf(words, "version=") ?? "1.08";
        _denied = ValueOf(words, "denied=") ?? "AccessDenied";
        _global = words.Contains("global");
    }

    void AddShape(string[] words)
    {
        var (kind, name) = (words[0], words[1]);
        var isIssue = kind == "issue";
        var shape = new CallShape
        {
            Index = _shapes.Count,
            Source = _source,
            Name = name,
            Weight = isIssue ? 0 : int.Parse(words[2], CultureInfo.InvariantCulture),
            Version = _version,
            Denied = DeniedError(name),
            IsReadOnly = kind is "read" or "data" or "issue",
            IsData = kind is "data" or "datawrite",
            IsIssue = isIssue,
            IsGlobal = _global,
            EventType = kind == "event" ? "AwsServiceEvent" : kind == "login" ? "AwsConsoleSignIn" : "AwsApiCall",
        };
        shape.Kinds = isIssue ? KindsOf(words[2]) : shape.Kinds;
        shape.Head = Encoding.UTF8.GetBytes($"\"eventSource\":\"{_source}\",\"eventName\":\"{name}\",\"awsRegion\":\"");
        var service = _source[..^".amazonaws.com".Length];
        shape.Host = Template.Parse(_global ? $"{service}.amazonaws.com" : $"{service}.$(region).amazonaws.com", pools);
        _shapes.Add(shape);
    }

    void AddPart(CallShape shape, string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var text = line[(space + 1)..];
        switch (line[..space])
        {
            case "by": shape.Kinds = KindsOf(text); break;
            case "request": shape.Request = Template.Parse(text, pools); break;
            case "response": shape.Response = Template.Parse(text, pools); break;
            case "extra": shape.Extra = Template.Parse(text == "s3" ? S3Extra : text, pools); break;
            case "resources": shape.Resources = Template.Parse(ResourcesOf(text), pools); break;
            case "details": shape.Details = Template.Parse(text, pools); break;
            case "api": shape.ApiVersion = text; break;
            case "error": shape.Errors.Add(ErrorOf(text)); break;
            default: throw new FormatException($"'{line}' begins with no part of a record");
        }
    }

    static string ResourcesOf(string text) => text switch
    {
        "bucket" => $"[{Bucket}]",
        "object" => $"[{Object},{Bucket}]",
        "key" => $"[{Key}]",
        _ => text,
    };

    CallError ErrorOf(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        var message = text[(bar + 1)..];
        return new CallError(Encoding.UTF8.GetBytes(text[..bar]), message.Length == 0 ? null : Template.Parse(message, pools));
    }

    CallError DeniedError(string name)
    {
        var action = $"{_source[.._source.IndexOf('.', StringComparison.Ordinal)]}:{name}";
        var text = $"User: $(caller) is not authorized to perform: {action} because no identity-based policy allows the {action} action";
        if (_source == "ec2.amazonaws.com")
        {
            text = $"You are not authorized to perform this operation. {text}. Encoded authorization failure message: $(base64:480)";
        }

        return new CallError(Encoding.UTF8.GetBytes(_denied), Template.Parse(text, pools));
    }

    static ActorKinds KindsOf(string names) =>
        names.Split(',').Aggregate(ActorKinds.None, (kinds, name) => kinds | Enum.Parse<ActorKinds>(name, ignoreCase: true));

    static string? ValueOf(string[] words, string name) =>
        words.FirstOrDefault(w => w.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
