using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.Digests;

/// <summary>
/// Verifies CloudTrail's log file integrity on an archive or a copy of one, without AWS: the chain of digests of each trail, account and
/// region, and the log files that they name. Reads the source twice (digests, then the names of log files) and holds a chain's last two
/// digests and about 20 bytes for each log file.
/// </summary>
sealed class DigestVerifier
{
    // A digest that begins before the end of the asked span ends at most an hour after it; one more is wanted as its witness.
    static readonly TimeSpan s_oneDigest = TimeSpan.FromHours(1);
    static readonly TimeSpan s_witness = TimeSpan.FromHours(4);

    readonly ILogSource _source;
    readonly PublicKeys _keys;
    readonly DigestVerificationOptions _options;
    readonly SourceFilter _filter;

    /// <summary>Prepares a verification; nothing is read yet.</summary>
    public DigestVerifier(ILogSource source, PublicKeys keys, DigestVerificationOptions? options = null)
    {
        _source = source;
        _keys = keys;
        _options = options ?? new DigestVerificationOptions();
        _filter = new SourceFilter
        {
            From = _options.From,
            To = _options.To,
            Slack = s_witness,
            Accounts = _options.Accounts,
            Regions = _options.Regions,
        };
    }

    /// <summary>Verifies. Verdicts come one at a time: each chain's digests in order, each followed by its log files.</summary>
    /// <param name="record">Takes what the digests say of log files, for the ledger; may be null.</param>
    /// <exception cref="TrailLakeException">The source as a whole cannot be read.</exception>
    public async Task<DigestVerificationReport> RunAsync(
        Action<DigestVerdict> onVerdict, DigestVerdictIndex? record = null, CancellationToken cancellation = default)
    {
        var report = new DigestVerificationReport();
        void Take(DigestVerdict verdict)
        {
            report.Add(verdict);
            onVerdict(verdict);
        }

        int jobs = _options.Jobs > 0 ? _options.Jobs : Math.Max(Environment.ProcessorCount, _source.FetchAhead);
        var coverage = new DigestCoverage();
        using var loader = new DigestLoader(_source, _keys, _options);
        using var checker = new LogFileCheck(loader, jobs, record);
        await using (var results = new OrderedVerdicts(Take, jobs))
        {
            await WalkAsync(loader, checker, results, coverage, report, jobs, cancellation).ConfigureAwait(false);
            await results.CompleteAsync().ConfigureAwait(false);
        }

        await FindUncoveredAsync(checker, coverage, Take, record, cancellation).ConfigureAwait(false);
        foreach (var problem in loader.Problems)
        {
            report.Add(problem);
        }

        return report;
    }

    async Task WalkAsync(
        DigestLoader loader,
        LogFileCheck checker,
        OrderedVerdicts results,
        DigestCoverage coverage,
        DigestVerificationReport report,
        int jobs,
        CancellationToken cancellation)
    {
        var chains = new Dictionary<(TrailId, bool), DigestChain>();
        string? account = null;
        var loading = new Queue<Task<DigestFile>>();
        await foreach (var (listed, problem) in _source.ListAsync(_filter, cancellation).ConfigureAwait(false))
        {
            if (problem is not null)
            {
                report.Add(problem);
            }
            else if (listed!.Key.Kind == ArchiveKind.Digest && !listed.Uri.EndsWith(SidecarMetadata.Extension, StringComparison.Ordinal))
            {
                if (!DigestName.TryParse(listed.Uri, out var name))
                {
                    await results.AddAsync(BadName(listed), null).ConfigureAwait(false);
                }
                else if (IsNear(name.EndTime))
                {
                    bool isAsked = _options.To is not { } to || name.EndTime < to + s_oneDigest;
                    loading.Enqueue(Task.Run(() => loader.LoadAsync(listed, name, isAsked, cancellation), cancellation));
                    if (loading.Count > jobs)
                    {
                        await TakeAsync(await loading.Dequeue().ConfigureAwait(false)).ConfigureAwait(false);
                    }
                }
            }
        }

        while (loading.TryDequeue(out var last))
        {
            await TakeAsync(await last.ConfigureAwait(false)).ConfigureAwait(false);
        }

        await EndAsync().ConfigureAwait(false);

        async Task TakeAsync(DigestFile digest)
        {
            // Sources list account by account: what is open stays few.
            if (digest.Trail.Account != account)
            {
                await EndAsync().ConfigureAwait(false);
                account = digest.Trail.Account;
            }

            if (!chains.TryGetValue((digest.Trail, digest.Name.IsBackfill), out var chain))
            {
                chains.Add((digest.Trail, digest.Name.IsBackfill), chain = new DigestChain(_keys, _options, coverage));
            }

            await AddAsync(chain.Take(digest)).ConfigureAwait(false);
        }

        async Task EndAsync()
        {
            foreach (var chain in chains.Values)
            {
                await AddAsync(chain.End()).ConfigureAwait(false);
            }

            chains.Clear();
        }

        async Task AddAsync(IEnumerable<ChainFinding> judgements)
        {
            foreach (var (verdict, digest) in judgements)
            {
                var logs = digest is null ? null : checker.CheckAsync(digest, verdict, cancellation);
                await results.AddAsync(verdict, logs).ConfigureAwait(false);
            }
        }
    }

    async Task FindUncoveredAsync(
        LogFileCheck checker, DigestCoverage coverage, Action<DigestVerdict> take, DigestVerdictIndex? record,
        CancellationToken cancellation)
    {
        await foreach (var (item, _) in _source.ListAsync(_filter, cancellation).ConfigureAwait(false))
        {
            if (item is null || !item.Key.HoldsRecords || item.Key.Kind == ArchiveKind.Unknown || !IsInSpan(item.Key.DeliveryTime)
                || item.Uri.EndsWith(SidecarMetadata.Extension, StringComparison.Ordinal) || checker.Named.IsDone(item.Uri, ""))
            {
                continue;
            }

            var key = item.Key;
            record?.AddUncovered(item.Uri);
            string why = coverage.Explain(key.Account, key.Region, key.DeliveryTime);
            take(new DigestVerdict(DigestVerdictKind.Log, item.Uri, DigestState.NotCovered, why, UnknownTrail(key)));
        }
    }

    static DigestVerdict BadName(LogObject item) => new(
        DigestVerdictKind.Digest,
        item.Uri,
        DigestState.Malformed,
        "its name is not a digest's: expected <account>_CloudTrail-Digest_<region>_<trail>_<home region>_<time>.json.gz",
        UnknownTrail(item.Key));

    static TrailId UnknownTrail(ArchiveKey key) => new("", key.Account ?? "", key.Region ?? "", "", "");

    bool IsNear(DateTime end) => !(end <= _options.From) && !(_options.To is { } to && end >= to + s_witness);

    bool IsInSpan(DateTime? time) => !(time < _options.From) && !(time >= _options.To);
}
