using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Library;

/// <summary>The program of the README does what it says.</summary>
public sealed class SampleTests : IDisposable
{
    const string Key = "AKIAEXAMPLE000000001";
    const int MostLines = 12;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Investigate_IngestsAndAnswers()
    {
        Directory.CreateDirectory(_folder.File("archive"));
        File.WriteAllText(_folder.File("archive/log.json"), Records.File([
            TestRecord.Of(1, "2026-03-01T10:00:00Z", TestRecord.User("eve", Key), "s3:PutObject", """{"bucketName":"acme","key":"k"}"""),
            TestRecord.Of(2, "2026-03-01T11:00:00Z", TestRecord.User("eve", Key), "s3:DeleteBucket", """{"bucketName":"acme"}""")]));

        var (output, error) = await RunAsync(_folder.File("archive"), _folder.File("lake"), Key);

        Assert.Equal("", error);
        Assert.StartsWith(
            "2 events from 1 objects, 0 rejects\n     1 DeleteBucket\n     1 PutObject\n2026-03-01 10:00:00Z  ",
            output,
            StringComparison.Ordinal);
        Assert.Contains("2026-03-01 11:00:00Z  ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Investigate_IsShort()
    {
        var lines = File.ReadAllLines(ProjectFolder.File("samples", "Investigate", "Program.cs"));

        var code = Array.FindAll(lines, line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
        Assert.InRange(code.Length, 1, MostLines);
    }

    static async Task<(string Output, string Error)> RunAsync(params string[] arguments)
    {
        // The outputs of all projects stand side by side, under one name for the configuration.
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Investigate", own.Name, "Investigate.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return ((await output).ReplaceLineEndings("\n"), await error);
    }
}
