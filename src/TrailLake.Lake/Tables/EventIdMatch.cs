namespace TrailLake.Tables;

/// <summary>What an event is to those that were there before.</summary>
enum EventIdMatch
{
    /// <summary>Its eventID was not there.</summary>
    New,

    /// <summary>The same record was there.</summary>
    Copy,

    /// <summary>Its eventID was there with other content.</summary>
    Conflict,
}
