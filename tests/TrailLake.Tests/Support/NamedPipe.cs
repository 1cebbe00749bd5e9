using System.Diagnostics;
using System.IO;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>Named pipes: whoever opens one waits until somebody else does.</summary>
static class NamedPipe
{
    /// <summary>Makes one, and the folders on its way.</summary>
    public static string Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return path;
    }
}
