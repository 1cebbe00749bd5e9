using System;
using System.Reflection;

namespace TrailLake.Cli;

static class ProductVersion
{
    /// <summary>Version of this build, for example <c>0.1.0</c>, without the source revision that the SDK may add after a plus sign.</summary>
    public static string Text { get; } = Read();

    static string Read()
    {
        var text = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? text : text[..plus];
    }
}
