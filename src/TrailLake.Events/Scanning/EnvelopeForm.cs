namespace TrailLake.Scanning;

/// <summary>How an object that is no record holds one.</summary>
enum EnvelopeForm
{
    None,

    /// <summary>As text: an element of <c>lookup-events</c>, a message of SNS or SQS, a log event of CloudWatch Logs.</summary>
    Text,

    /// <summary>As a member: an EventBridge event, an event for Splunk's collector.</summary>
    Object,

    /// <summary>Many, in an array.</summary>
    Array,
}
