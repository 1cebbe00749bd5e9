using System.Collections.Generic;
using System.Threading.Tasks;
using Parquet;

namespace TrailLake.Parquet.Rows;

/// <summary>Takes one leaf column out of rows and writes it.</summary>
abstract class LeafWriter<TRow>
{
    public abstract Task WriteAsync(ParquetRowGroupWriter group, IReadOnlyList<TRow> rows);
}
