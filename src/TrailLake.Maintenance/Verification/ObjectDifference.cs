using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>An object whose counts in ledger and files differ, with what its ledger rows say.</summary>
sealed class ObjectDifference(string uri, ObjectCounts counts)
{
    public string Uri { get; } = uri;

    /// <summary>Events that the ledger counts and no sound file has; negative when there are more than the ledger counts.</summary>
    public long Events { get; } = counts.Events;

    /// <summary>As <see cref="Events"/>, of rejects.</summary>
    public int Rejects { get; } = counts.Rejects;

    /// <summary>Account of its key; null when the key has none.</summary>
    public string? Account { get; private set; }

    public HashSet<string> Batches { get; } = new(StringComparer.Ordinal);

    public DateOnly First { get; private set; } = DateOnly.MaxValue;

    public DateOnly Last { get; private set; } = DateOnly.MinValue;

    public void Add(ObjectRow row)
    {
        Batches.Add(row.Batch);
        Account = row.Account;
        if (row.FirstEventTime is { } first && DateOnly.FromDateTime(first) is var from && from < First)
        {
            First = from;
        }

        if (row.LastEventTime is { } last && DateOnly.FromDateTime(last) is var to && to > Last)
        {
            Last = to;
        }
    }

    /// <summary>
    /// Whether rows of it may have been in a damaged file. Of rejects the batch does not tell: a ledger row that was made anew may stand in
    /// another.
    /// </summary>
    public bool MayHaveBeenIn(LakeDamage file) => file.IsEvents
        ? Events > 0 && First <= file.Date && file.Date <= Last && (file.Batch is null || Batches.Contains(file.Batch))
        : file.Table == "rejects" && Rejects > 0;
}
