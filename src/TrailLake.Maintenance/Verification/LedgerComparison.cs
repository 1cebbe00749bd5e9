using TrailLake.Errors;
using TrailLake.Store;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Compares the ledger with the files object by object, when all files were checked: what damaged files or purges explain is no mismatch,
/// and of each damaged file it is found out which objects bring back what it held.
/// </summary>
/// <param name="commits">What other programs did: rows that are missing may have been taken out by them.</param>
sealed class LedgerComparison(
    LakeSnapshot snapshot, ILakeFormat format, VerificationFindings findings, IReadOnlyList<ForeignCommit> commits)
{
    long _deducted;

    /// <summary>Compares.</summary>
    public void Run(LedgerTable objects)
    {
        var differing = FindDiffering(objects);
        var sources = findings.Damages.ToDictionary(damage => damage, damage => FindSources(damage, differing));
        var named = sources.Values.SelectMany(list => list).Select(source => source.Uri).ToHashSet(StringComparer.Ordinal);

        // Which of several damaged ledger files had an object's row cannot be known: the first stands for them.
        var taken = new ForeignRemovals(commits);
        var ledger = findings.Damages.FirstOrDefault(damage => damage.Table == "objects");
        foreach (var rows in differing)
        {
            bool isExplained = named.Contains(rows.Uri);
            if (IsDeducted(rows.Events, rows.First, rows.Last))
            {
                isExplained |= rows.Rejects == 0;
                _deducted += rows.Events;
            }

            if (ledger is not null && (rows.Events < 0 || rows.Rejects < 0))
            {
                sources[ledger].Add(new DamageSource(rows.Uri, Math.Max(0, -rows.Events), Math.Max(0, -rows.Rejects)));
                isExplained = true;
            }

            isExplained = isExplained || (rows is { Events: > 0, Rejects: 0 } && taken.Add(rows));
            if (!isExplained)
            {
                string between = rows.Events == 0 || rows.Rejects == 0 ? "" : ", ";
                findings.AddMismatch(
                    $"{TerminalText.Escape(rows.Uri)}: {Difference("event", rows.Events)}{between}{Difference("reject", rows.Rejects)}");
            }
        }

        foreach (var damage in taken.Damages)
        {
            sources.Add(damage, [.. damage.Sources]);
            findings.AddDamage(damage);
        }

        foreach (var (uri, rows) in findings.Strangers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (ledger is not null)
            {
                sources[ledger].Add(new DamageSource(uri, rows, -findings.CountsOf(uri).Rejects));
            }
            else
            {
                string what = rows > 0 ? Count(rows, "event") : "rejects";
                findings.AddMismatch($"{TerminalText.Escape(uri)}: it has no row in the ledger, but {what} in the lake");
            }
        }

        findings.ReplaceDamages(findings.Damages.Select(damage => damage with
        {
            Sources = [.. sources[damage].OrderBy(source => source.Uri, StringComparer.Ordinal)],
        }));
        CompareDeductions();
    }

    void CompareDeductions()
    {
        long deductions = snapshot.Deductions.Sum(deduction => deduction.Balance);
        if (findings.Damages.Count == 0 && _deducted != deductions)
        {
            findings.AddMismatch(
                FormattableString.Invariant($"purges, losses and removed copies were recorded for {Count(deductions, "event")}, ")
                + FormattableString.Invariant($"{_deducted} of the ledger's are not in the data files"));
        }
    }

    /// <summary>
    /// The objects that may hold a file's rows. Events nearly always are of the account of their object's key: when those objects have
    /// enough of them, the others are not named.
    /// </summary>
    static List<DamageSource> FindSources(LakeDamage damage, List<ObjectDifference> differing)
    {
        var fitting = differing.Where(rows => rows.MayHaveBeenIn(damage)).ToList();
        var own = fitting.Where(rows => rows.Account == damage.Account).ToList();
        var chosen = damage.IsEvents && damage.Rows >= 0 && own.Sum(rows => rows.Events) >= damage.Rows ? own : fitting;
        return [.. chosen.Select(rows => new DamageSource(rows.Uri, damage.IsEvents ? rows.Events : rows.Rejects))];
    }

    /// <summary>
    /// The objects whose counts differ. Of a lake of which nothing is damaged, those that a purge explains are not kept: they may be most.
    /// </summary>
    List<ObjectDifference> FindDiffering(LedgerTable objects)
    {
        var differing = new Dictionary<string, ObjectDifference>(StringComparer.Ordinal);
        if (findings.Agree)
        {
            return [];
        }

        var damaged = findings.Damages.Select(damage => damage.Path).ToHashSet(StringComparer.Ordinal);
        var sound = objects.Files.Where(file => !damaged.Contains(objects.RelativePath(file)));
        foreach (var row in sound.SelectMany(file => format.ReadObjects(objects.File(file))))
        {
            if (!snapshot.Batches.Contains(row.Batch) || findings.CountsOf(row.Uri) is not { Agree: false } counts)
            {
                continue;
            }

            if (differing.TryGetValue(row.Uri, out var rows))
            {
                rows.Add(row);
                continue;
            }

            rows = new ObjectDifference(row.Uri, counts);
            rows.Add(row);
            if (findings.Damages.Count == 0 && counts.Rejects == 0 && IsDeducted(rows.Events, rows.First, rows.Last))
            {
                _deducted += rows.Events;
                findings.Settle(row.Uri);
                continue;
            }

            differing.Add(row.Uri, rows);
        }

        return [.. differing.Values.OrderBy(rows => rows.Uri, StringComparer.Ordinal)];
    }

    bool IsDeducted(long events, DateOnly first, DateOnly last) =>
        events > 0 && snapshot.Deductions.Any(deduction => deduction.CoversAny(first, last));

    static string Count(long count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    static string Difference(string what, long missing) => missing switch
    {
        0 => "",
        > 0 => $"{Count(missing, what)} that the ledger counts {(missing == 1 ? "is" : "are")} in no file",
        _ => $"{Count(-missing, what)} more in the files than the ledger counts",
    };
}
