using System.Threading;
using TrailLake.Query;

namespace TrailLake.Cli.Output;

static class RowPump
{
    /// <summary>Streams a result's rows to a writer; returns how many there were.</summary>
    public static long Run(QueryResult result, IRowWriter writer, CancellationToken cancellation)
    {
        writer.Begin(result.Columns);
        long rows = 0;
        while (result.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(result);
            rows++;
        }

        writer.End();
        return rows;
    }
}
