namespace TrailLake.S3;

/// <summary>Which bucket to read, as whom, and how.</summary>
public sealed record S3SourceOptions
{
    /// <summary>Bucket and prefix.</summary>
    public required S3Location Location { get; init; }

    /// <summary>Profile of the AWS configuration; null for the usual chain: environment, default profile, container, instance.</summary>
    public string? Profile { get; init; }

    /// <summary>ARN of a role to assume on top of the credentials found.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Another server that speaks S3, such as <c>http://127.0.0.1:9000</c>; addressed with the bucket in the path.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>Region of the bucket; null for the configured one. A bucket elsewhere is followed to its region.</summary>
    public string? Region { get; init; }

    /// <summary>Agrees to pay for the requests, which some shared buckets ask for.</summary>
    public bool RequesterPays { get; init; }

    /// <summary>Objects fetched at a time. Default 64: at 30 ms a request that is 2,000 objects a second.</summary>
    public int FetchAhead { get; init; } = 64;

    /// <summary>Listing requests under way at a time. Default 16.</summary>
    public int ListConcurrency { get; init; } = 16;

    /// <summary>Tries of a request that the server refuses for the moment. Default 6, with growing pauses between them.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Seconds without a byte after which a connection is given up and resumed. Default 60.</summary>
    public int StallSeconds { get; init; } = 60;
}
