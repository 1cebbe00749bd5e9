using System;
using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>What a test needs from the machine. On a developer's machine it may be missing; in CI (CI=true) it may not.</summary>
static class Require
{
    public static void OrSkip(bool condition, string why)
    {
        if (!condition)
        {
            Fail(why);
        }
    }

    /// <summary>Ends the test: skipped on a developer's machine, failed in CI. Returns nothing; the type lets it stand in an expression.</summary>
    [DoesNotReturn]
    public static string Fail(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(why);
        }

        Assert.Skip(why);
        throw new InvalidOperationException(why);
    }
}
