using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using TrailLake.Query.Copies;

namespace TrailLake.Cli.Output;

/// <summary>Says how often an event was delivered.</summary>
static class DeliveryText
{
    const int Listed = 10;

    /// <summary>Lines; none for an event that was delivered once.</summary>
    /// <param name="deliveries">The one that the lake's row names first.</param>
    public static string Lines(IReadOnlyList<Delivery> deliveries)
    {
        if (deliveries.Count < 2)
        {
            return "";
        }

        // Names that do not tell their trail may be of any.
        var trails = deliveries.Select(delivery => delivery.Trail).Distinct().ToList();
        var by = trails.Contains(null) ? "" : " by " + Counted.Of(trails.Count, "trail");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"delivered {Counted.Of(deliveries.Count, "time")}{by}; also as\n");
        foreach (var delivery in deliveries.Skip(1).Take(Listed))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {delivery.Object.ReplaceLineEndings(" ")}, record {delivery.Record}\n");
        }

        if (deliveries.Count - 1 > Listed)
        {
            text.Append(CultureInfo.InvariantCulture, $"  and {deliveries.Count - 1 - Listed:N0} more: SELECT * FROM deliveries WHERE eventID = '…'\n");
        }

        return text.ToString();
    }
}
