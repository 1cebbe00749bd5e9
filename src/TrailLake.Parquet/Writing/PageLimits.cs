namespace TrailLake.Parquet.Writing;

/// <summary>Where a column chunk is cut into pages: a reader that wants one row inflates one page of each column.</summary>
static class PageLimits
{
#if DEBUG
    // Small, so that every test crosses from page to page.
    public const int Rows = 1000;

    public const int Bytes = 1 << 14;
#else
    public const int Rows = 20_480;

    public const int Bytes = 1 << 20;
#endif
}
