using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrailLake.Digests;
using TrailLake.Errors;

namespace TrailLake.Cli.Output;

/// <summary>Writes the verdicts of <c>verify digests</c> and what they come to.</summary>
static class VerdictText
{
    static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one verdict: as JSON each, as text only what is not valid.</summary>
    public static void Write(Verdict verdict, bool json, TextWriter output)
    {
        if (json)
        {
            output.Write(TerminalText.Escape(Json(verdict)));
            output.Write('\n');
        }
        else if (verdict.State != DigestState.Valid)
        {
            output.Write(TerminalText.Escape($"{DigestStateText.Of(verdict.State)}  {KindOf(verdict.Kind)}  {verdict.Uri}"));
            output.Write('\n');
            output.Write($"    {TerminalText.Escape(verdict.Why ?? "")}\n");
        }
    }

    /// <summary>Writes the counts of each trail, account and region.</summary>
    public static void WriteSummary(VerificationReport report, TextWriter output)
    {
        foreach (var (trail, states) in report.Trails)
        {
            string name = trail.Trail.Length == 0 ? "of no digest" : $"trail {trail.Trail} of {trail.HomeRegion}";
            string prefix = trail.Prefix.Length == 0 ? "" : $" below {trail.Prefix}";
            output.Write(TerminalText.Escape($"account {Or(trail.Account)}, region {Or(trail.Region)}, {name}{prefix}"));
            output.Write('\n');
            foreach (var kind in states.GroupBy(pair => pair.Key.Kind))
            {
                var counts = kind.Select(pair => $"{pair.Value:N0} {DigestStateText.Of(pair.Key.State)}");
                output.Write($"  {Plural(kind.Key),-17} {string.Join(", ", counts)}\n");
            }
        }
    }

    /// <summary>The line for digests that are none.</summary>
    public static string Malformed(Verdict first, long count, bool wantsRecord)
    {
        string more = count == 1 ? "" : $" ({count - 1:N0} more are listed)";
        return $"{first.Uri} is no digest: {first.Why}{more}; expected the gzipped JSON that CloudTrail delivered. Copy it again, or keep it as it is as evidence"
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

    static string Json(Verdict verdict)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            json.WriteString("kind", KindOf(verdict.Kind));
            json.WriteString("uri", verdict.Uri);
            json.WriteString("state", DigestStateText.Of(verdict.State));
            json.WriteString("why", verdict.Why);
            json.WriteString("account", verdict.Trail.Account);
            json.WriteString("region", verdict.Trail.Region);
            json.WriteString("trail", verdict.Trail.Trail);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    static string KindOf(VerdictKind kind) => kind switch
    {
        VerdictKind.BackfillDigest => "backfill-digest",
        VerdictKind.Gap => "gap",
        VerdictKind.Log => "log",
        _ => "digest",
    };

    static string Plural(VerdictKind kind) => kind switch
    {
        VerdictKind.BackfillDigest => "backfill digests",
        VerdictKind.Gap => "gaps",
        VerdictKind.Log => "log files",
        _ => "digests",
    };

    static string Or(string text) => text.Length == 0 ? "unknown" : text;
}
