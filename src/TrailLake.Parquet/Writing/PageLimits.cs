namespace TrailLake.Parquet.Writing;

/// <summary>Where a column chunk is cut into pages: a reader that wants one row inflates one page of each column.</summary>
static class PageLimits
{
#if DEBUG
    // Small, so that every test crosses from page to page.
    public const int Rows = 1000;

    public const int NumberRows = 400;

    public const int DistinctRows = 300;

    public const int Bytes = 1 << 14;

    public const int FrameBytes = 1 << 11;
#else
    // Indexes into dictionaries, and booleans: 0.2 % more of file than pages of 20,480 rows.
    public const int Rows = 8192;

    // Times in pages of 20,480 rows were the most of what searches in hundreds of files inflated; these take 0.2 % more of file.
    public const int NumberRows = 2048;

    // A search reads a page of each of these columns for nearly every row that it finds, and random ids compress no better in larger pages.
    public const int DistinctRows = 1024;

    // JSON texts: a seventh of the bytes that a search inflated at 1 MB a page, for 1.2 % more of file.
    public const int Bytes = 1 << 17;

    // Dictionaries: a frame ends with the entry that makes it this long. 0.5 % more of file than one frame; frames of 128 KB take 1.4 %.
    public const int FrameBytes = 1 << 18;
#endif
}
