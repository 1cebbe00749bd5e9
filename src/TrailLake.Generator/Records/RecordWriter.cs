using TrailLake.Generator.Population;
using TrailLake.Generator.Shapes;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Records;

/// <summary>
/// Writes one record as CloudTrail does: minified, members in its order
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
/// </summary>
sealed class RecordWriter(TemplateWriter filler, RecordCounts tally)
{
    // Of 10,000 calls that people and programs make; nine in ten calls are theirs, and 10.3 % of real records have an errorCode.
    const int FailuresIn10000 = 1130;

    static readonly Template s_throttled = Template.Parse("Rate exceeded", []);
    static readonly Template s_base64 = Template.Parse("$(base32:16)", []);

    readonly Utf8Writer _output = filler.Output;

    public void Write(Actor actor, CallShape shape)
    {
        ref var random = ref filler.Random;
        var mayFail = (actor.Kind & (ActorKinds.People | ActorKinds.Delegated)) != 0 && !shape.IsIssue;
        var fails = mayFail && random.Below(10_000) < FailuresIn10000;
        filler.Caller = actor.Arn;
        filler.CallerIp = actor.Ip;
        filler.StartRecord();

        _output.Append("{\"eventVersion\":\""u8);
        _output.Append(shape.VersionUtf8);
        _output.Append("\",\"userIdentity\":"u8);
        _output.Append(actor.Identity);
        _output.Append(",\"eventTime\":\""u8);
        filler.WriteTime(filler.Time);
        _output.Append("\","u8);
        _output.Append(shape.Head);
        _output.Append(filler.Region!.NameUtf8);
        _output.Append("\",\"sourceIPAddress\":\""u8);
        _output.Append(actor.Ip);
        _output.Append("\",\"userAgent\":\""u8);
        WriteAgent(actor, shape);
        if (fails)
        {
            WriteError(shape, ref random);
        }

        WriteParameters(shape, fails);
        WriteIds(shape, ref random);
        WriteTail(actor, shape, ref random);
        tally.ByShape[shape.Index]++;
    }

    void WriteAgent(Actor actor, CallShape shape)
    {
        var isBracketed = shape.IsS3 && actor.HasTls;
        _output.Append(isBracketed ? "["u8 : ""u8);
        _output.Append(actor.Agent);
        _output.Append(isBracketed ? "]\""u8 : "\""u8);
    }

    void WriteError(CallShape shape, ref SplitMix64 random)
    {
        tally.Errors++;
        var roll = random.Below(100);
        var error = shape.Errors.Count > 0 && roll < 60 ? shape.Errors[random.Below(shape.Errors.Count)]
            : roll >= 80 ? new CallError("ThrottlingException"u8.ToArray(), s_throttled)
            : shape.Denied;
        _output.Append(",\"errorCode\":\""u8);
        _output.Append(error.Code);
        if (error.Message is not null)
        {
            _output.Append("\",\"errorMessage\":\""u8);
            filler.Write(error.Message);
        }

        _output.Append("\""u8);
    }

    void WriteParameters(CallShape shape, bool fails)
    {
        _output.Append(",\"requestParameters\":"u8);
        WriteOrNull(shape.Request);
        _output.Append(",\"responseElements\":"u8);
        var response = fails ? null : shape.Response;
        WriteOrNull(response);
        tally.NullRequests += shape.Request is null ? 1 : 0;
        tally.NullResponses += response is null ? 1 : 0;
        if (shape.Extra is not null)
        {
            _output.Append(",\"additionalEventData\":"u8);
            filler.Write(shape.Extra);
        }
    }

    void WriteOrNull(Template? value)
    {
        if (value is null)
        {
            _output.Append("null"u8);
        }
        else
        {
            filler.Write(value);
        }
    }

    void WriteIds(CallShape shape, ref SplitMix64 random)
    {
        _output.Append(",\"requestID\":\""u8);
        if (shape.IsS3)
        {
            filler.Write(s_base64);
        }
        else
        {
            RandomText.Uuid(_output.Take(36), ref random);
        }

        _output.Append("\",\"eventID\":\""u8);
        RandomText.Uuid(_output.Take(36), ref random);
        _output.Append(shape.IsReadOnly ? "\",\"readOnly\":true"u8 : "\",\"readOnly\":false"u8);
    }

    void WriteTail(Actor actor, CallShape shape, ref SplitMix64 random)
    {
        if (shape.Resources is not null)
        {
            _output.Append(",\"resources\":"u8);
            filler.Write(shape.Resources);
        }

        _output.Append(",\"eventType\":\""u8);
        _output.Append(shape.TypeUtf8);
        _output.Append("\""u8);
        if (shape.ApiUtf8 is not null)
        {
            _output.Append(",\"apiVersion\":\""u8);
            _output.Append(shape.ApiUtf8);
            _output.Append("\""u8);
        }

        _output.Append(shape.IsData ? ",\"managementEvent\":false"u8 : ",\"managementEvent\":true"u8);
        _output.Append(",\"recipientAccountId\":\""u8);
        _output.Append(filler.Account!.IdUtf8);
        _output.Append("\""u8);
        if (shape.Details is not null)
        {
            _output.Append(",\"serviceEventDetails\":"u8);
            filler.Write(shape.Details);
        }

        if (actor.Kind == ActorKinds.Cross || (shape.IsIssue && actor.Kind == ActorKinds.Service))
        {
            _output.Append(",\"sharedEventID\":\""u8);
            RandomText.Uuid(_output.Take(36), ref random);
            _output.Append("\""u8);
        }

        if (actor.Endpoint is not null && !shape.IsGlobal)
        {
            _output.Append(",\"vpcEndpointId\":\""u8);
            _output.Append(actor.Endpoint);
            _output.Append("\",\"vpcEndpointAccountId\":\""u8);
            _output.Append(filler.Account.IdUtf8);
            _output.Append("\""u8);
        }

        _output.Append(shape.IsData ? ",\"eventCategory\":\"Data\""u8 : ",\"eventCategory\":\"Management\""u8);
        WriteClient(actor, shape);
        _output.Append("}"u8);
    }

    void WriteClient(Actor actor, CallShape shape)
    {
        if (actor.HasTls)
        {
            _output.Append(actor.UsesTls13
                ? ",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\""u8
                : ",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.2\",\"cipherSuite\":\"ECDHE-RSA-AES128-GCM-SHA256\""u8);
            _output.Append(",\"clientProvidedHostHeader\":\""u8);
            filler.Write(shape.Host!);
            _output.Append("\"}"u8);
        }

        if (actor.FromConsole)
        {
            _output.Append(",\"sessionCredentialFromConsole\":\"true\""u8);
        }
    }
}
