using System;
using System.Collections.Generic;
using System.Globalization;
using TrailLake.Errors;

namespace TrailLake.Digests;

/// <summary>
/// Walks one chain from its oldest digest to its newest. Two digests are held back: the judgement of one needs the word of the next, and
/// the judgement of the next's word needs the one after.
/// </summary>
sealed class DigestChain
{
    // Digests are hourly; the first and last of a chain may cover less.
    static readonly TimeSpan s_oneDigest = TimeSpan.FromMinutes(90);

    readonly PublicKeys _keys;
    readonly VerificationOptions _options;
    readonly Coverage _coverage;
    DigestFile? _older;
    DigestFile? _newer;

    public DigestChain(PublicKeys keys, VerificationOptions options, Coverage coverage)
    {
        _keys = keys;
        _options = options;
        _coverage = coverage;
    }

    /// <summary>Takes the chain's next digest in order of time.</summary>
    /// <returns>What is decided by it.</returns>
    public IEnumerable<Judgement> Take(DigestFile next)
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
    public IEnumerable<Judgement> End()
    {
        var (older, newer) = (_older, _newer);
        _older = _newer = null;
        return older is null ? []
            : newer is null ? Judge(older, null, null)
            : [.. Judge(older, newer, null), .. Between(older, newer), .. Judge(newer, null, null)];
    }

    List<Judgement> Judge(DigestFile digest, DigestFile? next, DigestFile? afterNext)
    {
        if (!digest.IsAsked)
        {
            return [];
        }

        if (digest.CanWitness)
        {
            _coverage.Extend(digest.Trail, digest.Document!.Start, digest.Document.End);
        }
        else
        {
            // Its own span is not known: as a rule it is the hour before its end.
            _coverage.AddHole(digest.Trail, digest.Name.EndTime.AddHours(-1), digest.Name.EndTime, $"its digest cannot be used: {digest.Uri}");
        }

        var witness = next is not null && next.Follows(digest) ? next : null;
        var second = witness is not null && afterNext is not null && afterNext.Follows(witness) ? afterNext : null;
        bool isChanged = witness is not null && DigestJudge.IsChanged(_keys, witness, second);
        return [new Judgement(DigestJudge.Judge(_keys, digest, witness, isChanged), digest)];
    }

    List<Judgement> Beginning(DigestFile first)
    {
        if (!first.IsAsked || !first.CanWitness || first.Document!.PreviousKey is not { } key
            || (_options.From is { } from && (!DigestName.TryParse(key, out var name) || name.EndTime <= from)))
        {
            return [];
        }

        string why = $"named as the one before {first.Uri}, the oldest here: it was deleted, or this is not all of the chain (--from leaves the rest out)";
        return [Missing(first, key, why)];
    }

    List<Judgement> Between(DigestFile older, DigestFile newer)
    {
        var found = new List<Judgement>();
        if (!older.IsAsked || !newer.CanWitness || newer.Follows(older))
        {
            return found;
        }

        if (newer.Document!.PreviousKey is not { } key)
        {
            if (!newer.Name.IsBackfill && (_options.To is not { } end || older.End < end))
            {
                found.Add(Gap(newer, older.End, newer.Document.Start, "the chain ends and begins anew: logging or validation was off"));
            }

            return found;
        }

        if (!DigestName.TryParse(key, out var name) || name.EndTime <= older.Name.EndTime || (!newer.IsAsked && name.EndTime > _options.To))
        {
            return found;
        }

        _coverage.AddHole(newer.Trail, older.End, name.EndTime, "the digest of that time is missing");
        found.Add(Missing(newer, key, $"named as the one before {newer.Uri}: it was delivered and is not here"));
        if (name.EndTime - older.End > s_oneDigest)
        {
            int more = (int)Math.Round((name.EndTime - older.End).TotalHours) - 1;
            string why = $"before the missing digest no other is here; digests are hourly, so about {more.ToString(CultureInfo.InvariantCulture)} more may be missing, or the chain began anew";
            found.Add(Gap(newer, older.End, name.EndTime.AddHours(-1), why));
        }

        return found;
    }

    static Judgement Missing(DigestFile witness, string key, string why)
    {
        string uri = ArchiveRoot.Of(witness.Uri, witness.Document!.Key).UriOf(key) ?? TerminalText.Escape(key);
        string elsewhere = witness.Document.PreviousBucket is { } bucket && bucket != witness.Document.Bucket ? $"; it was delivered to bucket {TerminalText.Escape(bucket)}" : "";
        var kind = witness.Name.IsBackfill ? VerdictKind.BackfillDigest : VerdictKind.Digest;
        return new Judgement(new Verdict(kind, uri, DigestState.Missing, why + elsewhere, witness.Trail), null);
    }

    Judgement Gap(DigestFile after, DateTime from, DateTime to, string why)
    {
        string span = string.Create(CultureInfo.InvariantCulture, $"no digest covers {from:yyyy-MM-dd'T'HH:mm:ss'Z'} to {to:yyyy-MM-dd'T'HH:mm:ss'Z'}: ");
        _coverage.AddHole(after.Trail, from, to, why);
        return new Judgement(new Verdict(VerdictKind.Gap, after.Uri, DigestState.Gap, span + why, after.Trail), null);
    }
}
