using System;
using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>What a test needs from the machine.</summary>
static class Require
{
    /// <summary>
    /// Skips the test when the machine lacks something; in CI (environment <c>CI=true</c>), where nothing may be missing, fails it.
    /// </summary>
    public static void OrSkip(bool condition, string why)
    {
        if (!condition)
        {
            Missing(why);
        }
    }

    /// <summary>As <see cref="OrSkip"/> for what is known to be missing. Never returns; the type lets it stand in an expression.</summary>
    [DoesNotReturn]
    public static string Missing(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(why);
        }

        Assert.Skip(why);
        throw new InvalidOperationException(why);
    }
}
