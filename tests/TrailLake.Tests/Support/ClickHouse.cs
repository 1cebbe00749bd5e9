using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>
/// Asks ClickHouse, through the npm package chdb. Needs node and <c>npm ci</c> in tests/interop; without them the test is skipped,
/// in CI it fails.
/// </summary>
static class ClickHouse
{
    /// <summary>Runs a statement in a working folder; returns its rows.</summary>
    public static List<JsonElement> Query(string folder, string sql)
    {
        string interop = ProjectFolder.File("tests", "interop");
        Require.OrSkip(
            Directory.Exists(Path.Combine(interop, "node_modules", "chdb")), "ClickHouse is not there: run npm ci in tests/interop.");
        var start = new ProcessStartInfo("node", [Path.Combine(interop, "query.mjs"), sql])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        var error = process.StandardError.ReadToEndAsync();
        var rows = new List<JsonElement>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            rows.Add(row.RootElement.Clone());
        }

        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ClickHouse: {error.Result}\n{sql}");
        return rows;
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Require.OrSkip(false, $"node is not there: {e.Message}");
            throw;
        }
    }
}
