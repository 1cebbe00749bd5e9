using System;
using System.Collections.Generic;
using TrailLake.Lake.DeltaLog;

namespace TrailLake.Parquet.Rows;

static class CheckpointFile
{
    public static void Write(string path, IReadOnlyList<DeltaAction> actions) => throw new NotSupportedException();

    public static IReadOnlyList<DeltaAction> Read(string path) => throw new NotSupportedException();
}
