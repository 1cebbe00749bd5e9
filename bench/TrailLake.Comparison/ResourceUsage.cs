using System;
using System.Runtime.InteropServices;

namespace TrailLake.Comparison;

/// <summary>CPU time of all children that ended, as the kernel counts it (getrusage(2), RUSAGE_CHILDREN).</summary>
static class ResourceUsage
{
    const int Children = -1;

    // struct rusage of 64-bit Linux and macOS: two timevals, then fourteen longs.
    const int Longs = 18;

    public static TimeSpan OfChildren()
    {
        var usage = new long[Longs];
        if (getrusage(Children, usage) != 0)
        {
            throw new InvalidOperationException($"getrusage failed with error {Marshal.GetLastPInvokeError()}");
        }

        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [DllImport("libc", SetLastError = true)]
    static extern int getrusage(int who, [Out] long[] usage);
}
