namespace TrailLake.Generator.Planning;

/// <summary>How the number of events varies between objects.</summary>
enum ObjectSizeSpread
{
    Equal,

    /// <summary>From a quarter to seven quarters of the mean.</summary>
    AroundMean,

    /// <summary>Median below the mean, a few large ones.</summary>
    ManySmall,
}
