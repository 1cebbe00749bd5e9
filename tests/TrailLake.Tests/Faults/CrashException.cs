using System;
using TrailLake.Store;

namespace TrailLake.Tests.Faults;

/// <summary>A commit breaks off here, as after kill -9: nothing is disposed of.</summary>
sealed class CrashException : Exception
{
    /// <summary>A fault of a lake's store that breaks off after some steps.</summary>
    public static Action<CommitStep> After(int steps) => _ =>
    {
        if (steps-- == 0)
        {
            throw new CrashException();
        }
    };
}
