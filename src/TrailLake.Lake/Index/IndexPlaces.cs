namespace TrailLake.Index;

/// <summary>Where in a data file a value can stand. What is dear to read has its own: no search reads it in vain.</summary>
[Flags]
enum IndexPlaces
{
    /// <summary>Nowhere: the file need not be opened.</summary>
    None = 0,

    /// <summary>In a column of ids, of which nearly every row has another.</summary>
    Ids = 1,

    /// <summary>In another column of its own.</summary>
    Columns = 2,

    /// <summary>In <c>resources</c>.</summary>
    Resources = 4,

    /// <summary>Inside <c>requestParameters</c>.</summary>
    Request = 8,

    /// <summary>Inside <c>responseElements</c>.</summary>
    Response = 16,

    /// <summary>Inside <c>additionalEventData</c> or <c>serviceEventDetails</c>.</summary>
    Details = 32,

    /// <summary>Inside any JSON text.</summary>
    Texts = Request | Response | Details,

    /// <summary>Anywhere: also what is said of a file that has no index.</summary>
    All = Ids | Columns | Resources | Texts,
}
