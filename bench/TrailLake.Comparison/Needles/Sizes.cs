using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Parquet;
using TrailLake.Store;

namespace TrailLake.Comparison.Needles;

/// <summary>How large the two sides are.</summary>
/// <param name="Events">Rows of the lake's data files, as its log counts them.</param>
/// <param name="LakeFiles">Data files of events.</param>
/// <param name="EventBytes">Their bytes.</param>
/// <param name="LakeBytes">Bytes of the whole lake: events, ledger, rejects, logs, index.</param>
/// <param name="IndexBytes">Bytes of the index.</param>
/// <param name="PlainFiles">Files of the plain table.</param>
/// <param name="PlainBytes">Their bytes.</param>
sealed record Sizes(long Events, int LakeFiles, long EventBytes, long LakeBytes, long IndexBytes, int PlainFiles, long PlainBytes)
{
    public static Sizes Of(string lake, string plain)
    {
        var files = LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot().Files;
        var table = Files(plain, "*.parquet").ToList();
        return new Sizes(
            files.Sum(file => file.Rows),
            files.Count,
            files.Sum(file => file.Bytes),
            Files(lake, "*").Sum(),
            Files(lake, "*.needles").Sum(),
            table.Count,
            table.Sum());
    }

    static IEnumerable<long> Files(string folder, string pattern) =>
        new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories).Select(file => file.Length);
}
