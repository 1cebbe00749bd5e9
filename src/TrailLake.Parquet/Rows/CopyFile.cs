using System.Collections.Generic;
using TrailLake.Lake;
using TrailLake.Lake.Storage;

namespace TrailLake.Parquet.Rows;

/// <summary>The files of copies.</summary>
static class CopyFile
{
    static readonly FlatTable<CopyRow> s_table = new FlatTable<CopyRow>()
        .Text("copyObject", row => row.CopyObject)
        .Long("copyIndex", row => row.CopyIndex)
        .Text("keptObject", row => row.KeptObject)
        .Long("keptIndex", row => row.KeptIndex)
        .Long("records", row => row.Records)
        .Text("batch", row => row.Batch);

    public static long Write(IPendingFile file, IReadOnlyList<CopyRow> rows) => s_table.Write(file, rows);

    public static IEnumerable<CopyRow> Read(StoredFile file)
    {
        foreach (var group in TableFile.Read(file))
        {
            var columns = new FlatGroup(file.Address, group);
            for (int row = 0; row < group.Rows; row++)
            {
                yield return new CopyRow
                {
                    CopyObject = columns.RequiredText("copyObject", row),
                    CopyIndex = columns.Long("copyIndex", row),
                    KeptObject = columns.RequiredText("keptObject", row),
                    KeptIndex = columns.Long("keptIndex", row),
                    Records = columns.Long("records", row),
                    Batch = columns.RequiredText("batch", row),
                };
            }
        }
    }
}
