using System.Globalization;
using TrailLake.Errors;

namespace TrailLake.Digests;

/// <summary>
/// Walks one chain from its oldest digest to its newest. Two digests are held back: one is judged by what the next says of it, and whether
/// the next was changed is judged by the one after.
/// </summary>
sealed class DigestChain(PublicKeys keys, DigestVerificationOptions options, DigestCoverage coverage)
{
    // Digests are hourly; the first and last of a chain may cover less.
    static readonly TimeSpan s_oneDigest = TimeSpan.FromMinutes(90);

    DigestFile? _older;
    DigestFile? _newer;

    /// <summary>Takes the chain's next digest in order of time; returns what is decided by it.</summary>
    public IEnumerable<ChainFinding> Take(DigestFile next)
    {
        if (_older is null)
        {
            _older = next;
            return Beginning(next);
        }

        if (_newer is null)
        {
            _newer = next;
            return [];
        }

        var (older, newer) = (_older, _newer);
        (_older, _newer) = (newer, next);
        return [.. Judge(older, newer, next), .. Between(older, newer)];
    }

    /// <summary>Ends the chain.</summary>
    public IEnumerable<ChainFinding> End()
    {
        var (older, newer) = (_older, _newer);
        _older = _newer = null;
        return older is null ? []
            : newer is null ? Judge(older, null, null)
            : [.. Judge(older, newer, null), .. Between(older, newer), .. Judge(newer, null, null)];
    }

    List<ChainFinding> Judge(DigestFile digest, DigestFile? next, DigestFile? afterNext)
    {
        if (!digest.IsAsked)
        {
            return [];
        }

        if (digest.CanWitness)
        {
            coverage.Extend(digest.Trail, digest.Document!.Start, digest.Document.End);
        }
        else
        {
            // Its own span is not known: as a rule it is the hour before its end.
            var end = digest.Name.EndTime;
            coverage.AddHole(digest.Trail, end.AddHours(-1), end, $"its digest cannot be used: {digest.Uri}");
        }

        var witness = next is not null && next.Follows(digest) ? next : null;
        var second = witness is not null && afterNext is not null && afterNext.Follows(witness) ? afterNext : null;
        bool isChanged = witness is not null && DigestJudge.IsChanged(keys, witness, second);
        return [new ChainFinding(DigestJudge.Judge(keys, digest, witness, isChanged), digest)];
    }

    List<ChainFinding> Beginning(DigestFile first)
    {
        if (!first.IsAsked || !first.CanWitness || first.Document!.PreviousKey is not { } key
            || (options.From is { } from && (!DigestName.TryParse(key, out var name) || name.EndTime <= from)))
        {
            return [];
        }

        string why = $"named as the one before {first.Uri}, the oldest here: "
            + "it was deleted, or this is not all of the chain (--from leaves the rest out)";
        return [Missing(first, key, why)];
    }

    IEnumerable<ChainFinding> Between(DigestFile older, DigestFile newer)
    {
        if (!older.IsAsked || !newer.CanWitness || newer.Follows(older))
        {
            yield break;
        }

        if (newer.Document!.PreviousKey is not { } key)
        {
            if (!newer.Name.IsBackfill && (options.To is not { } end || older.End < end))
            {
                yield return Gap(newer, older.End, newer.Document.Start, "the chain ends and begins anew: logging or validation was off");
            }

            yield break;
        }

        if (!DigestName.TryParse(key, out var name) || name.EndTime <= older.Name.EndTime || (!newer.IsAsked && name.EndTime > options.To))
        {
            yield break;
        }

        coverage.AddHole(newer.Trail, older.End, name.EndTime, "the digest of that time is missing");
        yield return Missing(newer, key, $"named as the one before {newer.Uri}: it was delivered and is not here");
        if (name.EndTime - older.End > s_oneDigest)
        {
            int more = (int)Math.Round((name.EndTime - older.End).TotalHours) - 1;
            string why = "before the missing digest no other is here; digests are hourly, so about "
                + $"{more.ToString(CultureInfo.InvariantCulture)} more may be missing, or the chain began anew";
            yield return Gap(newer, older.End, name.EndTime.AddHours(-1), why);
        }
    }

    static ChainFinding Missing(DigestFile witness, string key, string why)
    {
        string uri = ArchiveRoot.Of(witness.Uri, witness.Document!.Key).UriOf(key) ?? TerminalText.Escape(key);
        if (witness.Document.PreviousBucket is { } bucket && bucket != witness.Document.Bucket)
        {
            why += $"; it was delivered to bucket {TerminalText.Escape(bucket)}";
        }

        return new ChainFinding(new DigestVerdict(witness.Kind, uri, DigestState.Missing, why, witness.Trail), null);
    }

    ChainFinding Gap(DigestFile after, DateTime from, DateTime to, string why)
    {
        string span = $"no digest covers {DigestCoverage.TimeText(from)} to {DigestCoverage.TimeText(to)}: ";
        coverage.AddHole(after.Trail, from, to, why);
        return new ChainFinding(new DigestVerdict(DigestVerdictKind.Gap, after.Uri, DigestState.Gap, span + why, after.Trail), null);
    }
}
