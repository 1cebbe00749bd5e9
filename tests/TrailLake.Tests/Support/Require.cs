using System;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>What a test needs from the machine. On a developer's machine it may be missing; in CI (CI=true) it may not.</summary>
static class Require
{
    public static void OrSkip(bool condition, string why)
    {
        if (!condition && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(why);
        }

        if (!condition)
        {
            Assert.Skip(why);
        }
    }
}
