using System;
using System.Diagnostics;
using System.IO;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Faults;

/// <summary>A disk of a few hundred KiB, in memory; skips the test where it may not be mounted.</summary>
sealed class SmallDisk : IDisposable
{
    readonly TempFolder _folder = new();

    public SmallDisk(int kilobytes)
    {
        Directory.CreateDirectory(Path);
        Require.OrSkip(
            OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path),
            "A small disk needs the right to mount one.");
    }

    public string Path => _folder.File("disk");

    /// <summary>Makes it large.</summary>
    public void Grow() => Assert.True(Run("mount", "-o", "remount,size=200m", Path));

    public void Dispose()
    {
        // Lazily: a process that another test starts meanwhile may have inherited an open file.
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
