namespace TrailLake.Parquet.Writing;

/// <summary>Where a column chunk is cut into pages: a reader that wants one row inflates one page of each column.</summary>
/// <param name="Rows">Most rows of a page: indexes into dictionaries, booleans, and texts.</param>
/// <param name="DistinctRows">Most rows where nearly every row has a text of its own.</param>
/// <param name="Bytes">Bytes of texts that end a page.</param>
/// <param name="FrameBytes">Bytes of a dictionary that end a frame.</param>
/// <param name="LargeDictionaries">False when only texts that come 16 times are to be a dictionary.</param>
sealed record PageLimits(int Rows, int DistinctRows, int Bytes, int FrameBytes, bool LargeDictionaries)
{
#if DEBUG
    // Small, so that every test crosses from page to page.
    public const int NumberRows = 400;

    public static PageLimits OfEvents { get; } = new(1000, 300, 1 << 14, 1 << 11, LargeDictionaries: true);

    public static PageLimits OfTables { get; } = new(60, 60, 1 << 12, FrameBytes: int.MaxValue, LargeDictionaries: false);
#else
    // Times in pages of 20,480 rows were the most of what searches in hundreds of files inflated; these take 0.2 % more of file.
    public const int NumberRows = 2048;

    // Rows: 0.2 % more of file than pages of 20,480 rows.
    // DistinctRows: a search reads a page of each of these columns for nearly every row that it finds, and random ids compress no better
    // in larger pages.
    // Bytes, of JSON: a seventh of the bytes that a search inflated at 1 MB a page, for 1.2 % more of file.
    // FrameBytes: 0.5 % more of file than one frame; frames of 128 KB take 1.4 %.
    public static PageLimits OfEvents { get; } = new(8192, 1024, 1 << 17, 1 << 18, LargeDictionaries: true);

    // Whoever reads one of the lake's other files reads its columns whole. Repeats are found within a page only: the checkpoint of 5,000
    // files takes 909 KB, in pages of 1 MB 927 KB, and in those of events 1,048 KB. In pages this long, a text that comes a few times takes
    // less than an index: copies take a fifth less than with the dictionaries that events have.
    public static PageLimits OfTables { get; } = new(1 << 16, 1 << 16, 1 << 22, FrameBytes: int.MaxValue, LargeDictionaries: false);
#endif
}
