using System;

namespace TrailLake.Generator.Planning;

/// <summary>The numbers behind a profile.</summary>
/// <param name="Accounts">Number of accounts.</param>
/// <param name="Regions">Number of regions.</param>
/// <param name="Days">Days of delivery.</param>
/// <param name="MeanEvents">Events of an object, mean.</param>
/// <param name="Spread">How object sizes vary.</param>
/// <param name="DataWeight">Factor for the weights of data events; 1 lets them be 58 % of all.</param>
sealed record ProfileSettings(int Accounts, int Regions, int Days, double MeanEvents, SizeSpread Spread, double DataWeight = 0.003)
{
    public static ProfileSettings Of(GeneratorProfile profile) => profile switch
    {
        GeneratorProfile.Org => new(5, 4, 30, 500, SizeSpread.AroundMean),
        GeneratorProfile.Small => new(5, 4, 30, 6.95, SizeSpread.ManySmall),
        GeneratorProfile.Whale => new(2, 2, 2, 100_000, SizeSpread.Equal),
        GeneratorProfile.DataEvents => new(5, 4, 30, 2_000, SizeSpread.AroundMean, 8),
        GeneratorProfile.Wide => new(60, 6, 60, 12, SizeSpread.ManySmall),
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "unknown profile"),
    };
}
