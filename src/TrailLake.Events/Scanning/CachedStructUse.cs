namespace TrailLake.Scanning;

/// <summary>A struct of a record whose bytes the scanner knows.</summary>
readonly struct CachedStructUse(CachedStruct place)
{
    readonly int _stamp = place.Stamp;

    /// <summary>Where it is remembered, as long as <see cref="IsThere"/>.</summary>
    public readonly CachedStruct Place = place;

    /// <summary>False when another struct, met later, has taken its place.</summary>
    public bool IsThere => Place.Stamp == _stamp;
}
