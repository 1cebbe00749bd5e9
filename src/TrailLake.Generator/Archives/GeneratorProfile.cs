namespace TrailLake.Generator.Archives;

/// <summary>What a generated archive looks like.</summary>
enum GeneratorProfile
{
    /// <summary>Organization trail of 5 accounts, 4 regions, 30 days; about 500 events an object.</summary>
    Org,

    /// <summary>The same organization in objects of 5 events (median), as quiet accounts deliver them.</summary>
    Small,

    /// <summary>A few objects of 100,000 records.</summary>
    Whale,

    /// <summary>S3, Lambda and DynamoDB data events dominate.</summary>
    DataEvents,

    /// <summary>60 accounts, 6 regions, 60 days, few events each.</summary>
    Wide,
}
