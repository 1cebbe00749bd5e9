using TrailLake.Errors;
using TrailLake.Ingest.Sources;
using TrailLake.Maintenance.Verification;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>
/// Brings back the records that objects hold and that none of them lacks by its count, where the damaged files held more rows than were
/// placed. They were the events of objects whose ledger rows are lost or that cannot be read, and the readable ones hold copies; or an
/// object's own, in the place of which it was given such a copy. Which of the two cannot be told, so both come back, and the ledger counts
/// a copy as an event.
/// </summary>
/// <param name="hasLostLedger">True when ledger rows were lost too: then a purged record may have come back for a missing one.</param>
sealed class CopyAdoption(LakeSnapshot snapshot, CopyAssignment assignment, bool hasLostLedger)
{
    /// <summary>Chooses rows of the spare groups.</summary>
    /// <param name="partitions">The damaged files.</param>
    /// <param name="problems">Takes what may be missing and cannot be told from what was purged.</param>
    public void Run(ILookup<PartitionKey, LakeDamage> partitions, ICollection<SourceProblem> problems)
    {
        foreach (var spare in assignment.Spare.GroupBy(group => group[0].Partition))
        {
            List<MissingRow[]> groups = [.. spare];
            long room = Room(spare.Key, [.. partitions[spare.Key]]);
            if (groups.Count <= room)
            {
                groups.ForEach(Adopt);
            }
            else if (room > 0 || hasLostLedger)
            {
                string left = groups.Count == 1 ? "1 that an object holds was" : $"{groups.Count} that objects hold were";
                problems.Add(new SourceProblem(groups[0][0].Source.Uri, FormattableString.Invariant(
                    $"which records of {TerminalText.Escape(spare.Key.Account)} on {spare.Key.Date:yyyy-MM-dd} were purged or given up")
                    + $" before, and which are missing, cannot be told: {left} not brought back"));
            }
        }
    }

    long Room(PartitionKey partition, IReadOnlyList<LakeDamage> damages) => damages.All(damage => damage.Rows >= 0)
        ? damages.Sum(damage => damage.Rows) - assignment.Placed(partition)
        : snapshot.Deductions.Any(deduction => deduction.Covers(partition.Date, partition.Account)) ? 0 : long.MaxValue;

    static void Adopt(MissingRow[] group)
    {
        var row = Array.Find(group, row => row.Source.Row!.Duplicates > row.Source.Adopted.Values.Sum());
        if (row.Source is not { } source)
        {
            return;
        }

        source.Chosen.Add(row.Index);
        source.Adopted[row.Partition] = source.Adopted.GetValueOrDefault(row.Partition) + 1;
    }
}
