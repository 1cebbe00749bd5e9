using System;

namespace TrailLake.Needles;

/// <summary>Where in a data file a value can stand.</summary>
[Flags]
public enum NeedlePlaces
{
    /// <summary>Nowhere: the file need not be opened.</summary>
    None = 0,

    /// <summary>In a column of its own, or in <c>resources</c>.</summary>
    Columns = 1,

    /// <summary>
    /// Inside <c>requestParameters</c>, <c>responseElements</c>, <c>additionalEventData</c> or <c>serviceEventDetails</c>.
    /// </summary>
    Texts = 2,

    /// <summary>Anywhere: also what is said of a file that has no index.</summary>
    All = Columns | Texts,
}
