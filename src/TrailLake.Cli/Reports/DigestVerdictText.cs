using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrailLake.Digests;
using TrailLake.Errors;

namespace TrailLake.Cli.Reports;

/// <summary>Writes the verdicts of <c>verify digests</c> and what they come to.</summary>
static class DigestVerdictText
{
    static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one verdict: as JSON each, as text only what is not valid.</summary>
    public static void Write(DigestVerdict verdict, bool json, TextWriter output)
    {
        if (json)
        {
            output.Write(TerminalText.Escape(Json(verdict)) + "\n");
        }
        else if (verdict.State != DigestState.Valid)
        {
            output.Write(TerminalText.Escape($"{DigestStateText.Of(verdict.State)}  {KindOf(verdict.Kind)}  {verdict.Uri}") + "\n");
            output.Write($"    {TerminalText.Escape(verdict.Why ?? "")}\n");
        }
    }

    /// <summary>Writes the counts of each trail, account and region.</summary>
    public static void WriteSummary(DigestVerificationReport report, TextWriter output)
    {
        foreach (var (trail, states) in report.Trails)
        {
            string name = trail.Trail.Length == 0 ? "of no digest" : $"trail {trail.Trail} of {trail.HomeRegion}";
            string prefix = trail.Prefix.Length == 0 ? "" : $" below {trail.Prefix}";
            output.Write(TerminalText.Escape($"account {Or(trail.Account)}, region {Or(trail.Region)}, {name}{prefix}") + "\n");
            foreach (var kind in states.GroupBy(pair => pair.Key.Kind))
            {
                var counts = kind.Select(pair => $"{pair.Value:N0} {DigestStateText.Of(pair.Key.State)}");
                output.Write($"  {Plural(kind.Key),-17} {string.Join(", ", counts)}\n");
            }
        }
    }

    /// <summary>The line for digests that are none.</summary>
    public static string Malformed(DigestVerdict first, long count, bool wantsRecord)
    {
        string more = count == 1 ? "" : $" ({count - 1:N0} more are listed)";
        return $"{first.Uri} is no digest: {first.Why}{more}; expected the gzipped JSON that CloudTrail delivered. "
            + "Copy it again, or keep it as it is as evidence"
            + (wantsRecord ? ". Nothing was recorded" : "");
    }

    /// <summary>The line about what was recorded.</summary>
    public static string Recorded(IReadOnlyDictionary<string, long> changed)
    {
        if (changed.Count == 0)
        {
            return "recorded: nothing new; the ledger says all of this already, or holds none of these objects";
        }

        var counts = changed.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} {pair.Key}");
        string other = changed.ContainsKey("invalid-hash") ? "; invalid-hash: the lake holds other bytes than the digests name" : "";
        return $"recorded in the ledger: {string.Join(", ", counts)}{other}";
    }

    static string Json(DigestVerdict verdict) => new JsonObject
    {
        ["kind"] = KindOf(verdict.Kind),
        ["uri"] = verdict.Uri,
        ["state"] = DigestStateText.Of(verdict.State),
        ["why"] = verdict.Why,
        ["account"] = verdict.Trail.Account,
        ["region"] = verdict.Trail.Region,
        ["trail"] = verdict.Trail.Trail,
    }.ToJsonString(s_json);

    static string KindOf(DigestVerdictKind kind) => kind switch
    {
        DigestVerdictKind.BackfillDigest => "backfill-digest",
        DigestVerdictKind.Gap => "gap",
        DigestVerdictKind.Log => "log",
        _ => "digest",
    };

    static string Plural(DigestVerdictKind kind) => kind switch
    {
        DigestVerdictKind.Log => "log files",
        DigestVerdictKind.BackfillDigest => "backfill digests",
        _ => KindOf(kind) + "s",
    };

    static string Or(string text) => text.Length == 0 ? "unknown" : text;
}
