namespace TrailLake.Generator.Planning;

/// <summary>The numbers behind a profile.</summary>
/// <param name="MeanEvents">Events of an object, mean.</param>
/// <param name="DataWeight">Factor for the weights of data events; 1 lets them be 58 % of all.</param>
sealed record ProfileSettings(int Accounts, int Regions, int Days, double MeanEvents, ObjectSizeSpread Spread, double DataWeight = 0.003);
