namespace TrailLake.Generator.Planning;

/// <summary>One object of the archive.</summary>
/// <param name="Account">Index of the account.</param>
/// <param name="Region">Index of the region.</param>
/// <param name="Delivered">Delivery time, seconds since 1970, a multiple of five minutes.</param>
/// <param name="Epoch">Number of the span of time whose sessions the object uses.</param>
/// <param name="EpochStart">Delivery time of the first object of that span, which holds the issuing calls.</param>
/// <param name="EpochEvents">Expected number of events of that span.</param>
/// <param name="FirstEvents">Number of records of the first object of that span.</param>
/// <param name="IsFirstOfEpoch">True for the object with the issuing calls.</param>
readonly record struct PlannedObject(
    long Number,
    int Account,
    int Region,
    int Events,
    long Delivered,
    long Epoch,
    long EpochStart,
    int EpochEvents,
    int FirstEvents,
    bool IsFirstOfEpoch);
