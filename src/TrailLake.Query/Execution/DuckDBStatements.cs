using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace TrailLake.Query.Execution;

/// <summary>What DuckDB.NET's bindings leave out of DuckDB's C interface (https://duckdb.org/docs/stable/clients/c/prepared).</summary>
static class DuckDBStatements
{
    [DllImport("duckdb", EntryPoint = "duckdb_prepared_statement_type", CallingConvention = CallingConvention.Cdecl)]
    public static extern DuckDBStatementType TypeOf(DuckDBPreparedStatement statement);
}
