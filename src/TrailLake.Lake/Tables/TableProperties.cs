using TrailLake.DeltaLog;

namespace TrailLake.Tables;

/// <summary>
/// What the tables' metadata ask of other engines (https://github.com/delta-io/delta/blob/master/PROTOCOL.md#append-only-tables,
/// https://docs.delta.io/latest/table-properties.html).
/// </summary>
static class TableProperties
{
    /// <summary>
    /// Other engines refuse to delete, update or overwrite rows then; to compact stays allowed. TrailLake's own commits that remove rows
    /// lift it, and the commit after them sets it again.
    /// </summary>
    public const string AppendOnly = "delta.appendOnly";

    /// <summary>
    /// The columns whose statistics other engines use; without it they are the first 32 leaves, and eventTime is the 33rd.
    /// </summary>
    public const string SkippingColumns = "delta.dataSkippingStatsColumns";

    const string SkippingCount = "delta.dataSkippingNumIndexedCols";
    const string On = "true";
    const string Off = "false";

    // A struct is named as a whole: its single members make Polars fail.
    const string StatisticsOfEvents =
        "userIdentity,eventTime,eventSource,eventName,awsRegion,sourceIPAddress,errorCode,recipientAccountId,eventCategory";

    /// <summary>Those of a new table of events.</summary>
    public static IReadOnlyDictionary<string, string> OfEvents { get; } =
        new Dictionary<string, string> { [AppendOnly] = On, [SkippingColumns] = StatisticsOfEvents };

    /// <summary>Those of the other new tables.</summary>
    public static IReadOnlyDictionary<string, string> OfLedger { get; } = new Dictionary<string, string> { [AppendOnly] = On };

    /// <summary>The rule of the table of events: it has all columns, too.</summary>
    public static MetadataAction? RuleOfEvents(MetadataAction current, CommitKind kind)
    {
        var wanted = kind.HasFlag(CommitKind.Adds) ? TableSchemas.WithAllColumns(current) ?? current : current;

        // What somebody has chosen is left as it is.
        if (!wanted.Configuration.ContainsKey(SkippingColumns) && !wanted.Configuration.ContainsKey(SkippingCount))
        {
            wanted = With(wanted, SkippingColumns, StatisticsOfEvents);
        }

        wanted = RuleOfLedger(wanted, kind) ?? wanted;
        return ReferenceEquals(wanted, current) ? null : wanted;
    }

    /// <summary>The rule of the other tables.</summary>
    public static MetadataAction? RuleOfLedger(MetadataAction current, CommitKind kind)
    {
        bool isOn = string.Equals(current.Configuration.GetValueOrDefault(AppendOnly), On, StringComparison.OrdinalIgnoreCase);
        bool isWanted = !kind.HasFlag(CommitKind.Removes);
        return isOn == isWanted ? null : With(current, AppendOnly, isWanted ? On : Off);
    }

    static MetadataAction With(MetadataAction metadata, string name, string value) =>
        metadata with { Configuration = new Dictionary<string, string>(metadata.Configuration) { [name] = value } };
}
