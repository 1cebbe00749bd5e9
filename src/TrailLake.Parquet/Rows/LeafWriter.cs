using System.Collections.Generic;
using System.Threading.Tasks;
using Parquet;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Rows;

/// <summary>Takes one leaf column out of rows, writes it, and says its bounds.</summary>
abstract class LeafWriter<TRow>
{
    public abstract Task<ValueBounds> WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows);
}
