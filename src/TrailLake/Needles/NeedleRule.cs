namespace TrailLake.Needles;

/// <summary>Which terms a value of a column has; see <see cref="NeedleTerms"/>.</summary>
enum NeedleRule
{
    /// <summary>The value; nearly every row has another.</summary>
    Id,

    /// <summary>The value.</summary>
    Value,

    /// <summary>A name, ARN or principal id: the value, its last part, what stands before its first colon.</summary>
    Name,

    /// <summary>The ARN of a resource: as a name, and the ARNs and buckets that it stands below.</summary>
    Resource,

    /// <summary>The value, and the networks that it is in.</summary>
    Address,

    /// <summary>JSON: the strings in it.</summary>
    Json,
}
