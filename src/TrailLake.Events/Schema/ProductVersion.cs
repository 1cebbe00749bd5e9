using System.Reflection;

namespace TrailLake.Schema;

/// <summary>
/// The version of TrailLake, as it stands in the ledger, in commits, in Parquet files, in evidence, and in <c>--version</c>.
/// </summary>
static class ProductVersion
{
    /// <summary>For example <c>0.1.0</c>, without the source revision that the SDK may add after a plus sign.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0";
}
