using TrailLake.Query.Entities;

namespace TrailLake.Cli.Texts;

/// <summary>Offers the known name that was probably meant.</summary>
static class NearestName
{
    /// <summary>The end of a message; empty when none is near.</summary>
    public static string Offer(string name, IEnumerable<string> known) =>
        NameDistance.Nearest(name, known) is { } nearest ? $", did you mean {nearest}?" : "";
}
