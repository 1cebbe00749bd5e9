using System.Text;
using TrailLake.Generator.Population;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Shapes;

/// <summary>One kind of call: what is constant in its records, and templates for what is not.</summary>
sealed class CallShape
{
    public required int Index { get; init; }

    /// <summary><c>eventSource</c>.</summary>
    public required string Source { get; init; }

    public required string Name { get; init; }

    public required int Weight { get; init; }

    public required string Version { get; init; }

    /// <summary>Code and message of a refused call.</summary>
    public required CallError Denied { get; init; }

    public bool IsReadOnly { get; init; }

    public bool IsData { get; init; }

    /// <summary>Gives out a session that later records use.</summary>
    public bool IsIssue { get; init; }

    /// <summary>Recorded in us-east-1 only.</summary>
    public bool IsGlobal { get; init; }

    public string EventType { get; init; } = "AwsApiCall";

    public ActorKinds Kinds { get; set; } = ActorKinds.People;

    public Template? Request { get; set; }

    public Template? Response { get; set; }

    public Template? Extra { get; set; }

    public Template? Resources { get; set; }

    public Template? Details { get; set; }

    public string? ApiVersion { get; set; }

    public List<CallError> Errors { get; } = [];

    /// <summary>From <c>eventSource</c> to the opening quote of the region's value.</summary>
    public byte[] Head { get; set; } = [];

    /// <summary>Host that the client asked for, with its closing quote.</summary>
    public Template? Host { get; set; }

    public byte[] VersionUtf8 => field ??= Encoding.ASCII.GetBytes(Version);

    public byte[] TypeUtf8 => field ??= Encoding.ASCII.GetBytes(EventType);

    public byte[]? ApiUtf8 => field ??= ApiVersion is null ? null : Encoding.ASCII.GetBytes(ApiVersion);

    public bool IsS3 => Source == "s3.amazonaws.com";
}
