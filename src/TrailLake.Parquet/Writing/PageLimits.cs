namespace TrailLake.Parquet.Writing;

/// <summary>Where a column chunk is cut into pages: a reader that wants one row inflates one page of each column.</summary>
static class PageLimits
{
    public const int Rows = 20_480;

    public const int Bytes = 1 << 20;
}
