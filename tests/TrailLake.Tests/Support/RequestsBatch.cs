using System;
using System.Linq;
using System.Text;
using TrailLake.Columns;
using TrailLake.Schema;

namespace TrailLake.Tests.Support;

/// <summary>Batches of rows that have request parameters and little else, for what depends on the texts of one column.</summary>
static class RequestsBatch
{
    /// <summary>A batch, not sealed; a row's time and place in its object are its number.</summary>
    public static ColumnBatch Of(int rows, Func<int, string> text)
    {
        var batch = new ColumnBatch();
        for (int row = 0; row < rows; row++)
        {
            batch.Text(FieldId.RequestParameters).AppendAt(row, Encoding.UTF8.GetBytes(text(row)));
            batch.Long(FieldId.EventTime).Append(row);
            batch.Long(FieldId.SourceIndex).Append(row);
            batch.Long(FieldId.RecordHash).Append(-row);
            foreach (var leaf in CloudTrailSchema.Leaves.Where(leaf => leaf.MaxRepetition > 0))
            {
                batch.Text(leaf.Id).AppendMissing(0);
            }

            batch.RowCount++;
        }

        return batch;
    }
}
