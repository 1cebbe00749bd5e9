namespace TrailLake.Parquet.Writing;

/// <summary>Where a column chunk is cut into pages: a reader that wants one row inflates one page of each column.</summary>
static class PageLimits
{
#if DEBUG
    // Small, so that every test crosses from page to page.
    public const int Rows = 1000;

    public const int DistinctRows = 300;

    public const int Bytes = 1 << 14;
#else
    public const int Rows = 20_480;

    // A search reads a page of each of these columns for nearly every row that it finds, and random ids compress no better in larger pages.
    public const int DistinctRows = 1024;

    // JSON texts: a seventh of the bytes that a search inflated at 1 MB a page, for 1.2 % more of file.
    public const int Bytes = 1 << 17;
#endif
}
