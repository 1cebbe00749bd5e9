using TrailLake.Answers.Lookups;
using TrailLake.Cli.Texts;

namespace TrailLake.Cli.Reports;

/// <summary>Says how often an event was delivered.</summary>
static class DeliveryText
{
    const int Listed = 10;

    /// <summary>Lines; none for an event that was delivered once.</summary>
    /// <param name="deliveries">The one that the lake's row names first.</param>
    public static string Lines(IReadOnlyList<EventDelivery> deliveries)
    {
        if (deliveries.Count < 2)
        {
            return "";
        }

        // Names that do not tell their trail may be of any.
        var trails = deliveries.Select(delivery => delivery.Trail).Distinct().ToList();
        var by = trails.Contains(null) ? "" : " by " + Plural.Of(trails.Count, "trail");
        var text = new ReportLines();
        text.Add($"delivered {Plural.Of(deliveries.Count, "time")}{by}; also as");
        text.AddFirst(
            [.. deliveries.Skip(1).Select(delivery => $"  {delivery.Object.ReplaceLineEndings(" ")}, record {delivery.Record}")],
            Listed,
            more => $"  and {more:N0} more: SELECT * FROM deliveries WHERE eventID = '…'");
        return text.ToString();
    }
}
