using System;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>What a test needs from the machine.</summary>
static class Require
{
    /// <summary>Skips the test when the machine lacks something; in CI (environment <c>CI=true</c>), where nothing may be missing, fails it.</summary>
    public static void OrSkip(bool condition, string why)
    {
        if (!condition && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(why);
        }

        Assert.SkipUnless(condition, why);
    }
}
