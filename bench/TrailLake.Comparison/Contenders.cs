using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using DuckDB.NET.Data;

namespace TrailLake.Comparison;

/// <summary>Who takes part.</summary>
static class Contenders
{
    public static IReadOnlyList<Contender> Of(ComparisonOptions options, Archive archive)
    {
        var all = new List<Contender>();
        var threads = options.Threads.ToString(CultureInfo.InvariantCulture);
        if (options.TrailLake is { } command)
        {
            var lake = Path.Combine(options.Work, "out", "traillake");
            all.Add(new Contender(
                "TrailLake",
                FirstLine(command, "--version").Replace("traillake ", "", StringComparison.Ordinal),
                command,
                ["ingest", archive.Folder, "--lake", lake, "--format", "json", "--jobs", threads],
                null,
                lake,
                lake + "/events/**/*.parquet"));
        }

        var duckDb = Path.Combine(options.Work, "out", "duckdb");
        all.Add(new Contender(
            "DuckDB",
            DuckDbVersion(),
            Environment.ProcessPath!,
            ["duckdb", archive.Folder, duckDb, threads, archive.LargestObject().ToString(CultureInfo.InvariantCulture)],
            null,
            duckDb,
            duckDb + "/**/*.parquet"));
        if (options.ClickHouse is { } script)
        {
            var folder = Path.Combine(options.Work, "out", "clickhouse");
            all.Add(new Contender(
                "ClickHouse",
                FirstLine("node", script, "--version"),
                "node",
                [script],
                ClickHousePeer.Statement(Path.GetRelativePath(options.Work, archive.Folder), "out/clickhouse", options.Threads),
                folder,
                folder + "/*.parquet"));
        }

        return [.. all.Where(c => options.Only.Count == 0 || options.Only.Contains(c.Name, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Version of DuckDB and of the package around it.</summary>
    public static string DuckDbVersion()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version()";
        var version = typeof(DuckDBConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        var package = version.InformationalVersion.Split('+')[0];
        return $"{command.ExecuteScalar()} (DuckDB.NET {package})";
    }

    static string FirstLine(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var line = process.StandardOutput.ReadToEnd().Trim().Split('\n')[0];
        process.WaitForExit();
        return line;
    }
}
