using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TrailLake.Generator.Text;

/// <summary>
/// Text with holes, <c>$(kind)</c> or <c>$(kind:argument)</c>, taken apart once so that writing is copying. A name that is no kind
/// is the name of a pool.
/// </summary>
sealed class Template
{
    static readonly Dictionary<string, HoleKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["one"] = HoleKind.OneOf,
        ["key"] = HoleKind.ObjectKey,
        ["uuid"] = HoleKind.Uuid,
        ["hex"] = HoleKind.Hex,
        ["base32"] = HoleKind.Base32,
        ["lower32"] = HoleKind.LowerBase32,
        ["base64"] = HoleKind.Base64,
        ["number"] = HoleKind.Number,
        ["private-ip"] = HoleKind.PrivateIp,
        ["public-ip"] = HoleKind.PublicIp,
        ["account"] = HoleKind.Account,
        ["other-account"] = HoleKind.OtherAccount,
        ["region"] = HoleKind.Region,
        ["caller"] = HoleKind.Caller,
        ["caller-ip"] = HoleKind.CallerIp,
        ["time"] = HoleKind.Time,
        ["java-time"] = HoleKind.JavaTime,
        ["epoch-ms"] = HoleKind.EpochMillis,
        ["issued-key"] = HoleKind.IssuedKey,
        ["issued-arn"] = HoleKind.IssuedArn,
        ["issued-id"] = HoleKind.IssuedId,
        ["issued-role-arn"] = HoleKind.IssuedRoleArn,
        ["issued-session"] = HoleKind.IssuedSession,
    };

    Template(Hole[] holes) => Holes = holes;

    /// <summary>The holes in order; the last is <see cref="HoleKind.None"/> and holds the text at the end.</summary>
    public Hole[] Holes { get; }

    public static Template Parse(string text, IReadOnlyList<string> pools)
    {
        var holes = new List<Hole>();
        var at = 0;
        for (var open = text.IndexOf("$(", StringComparison.Ordinal); open >= 0; open = text.IndexOf("$(", at, StringComparison.Ordinal))
        {
            var close = text.IndexOf(')', open);
            holes.Add(MakeHole(Encoding.UTF8.GetBytes(text[at..open]), text[(open + 2)..close], pools));
            at = close + 1;
        }

        holes.Add(new Hole(Encoding.UTF8.GetBytes(text[at..]), HoleKind.None));
        return new Template([.. holes]);
    }

    static Hole MakeHole(byte[] before, string hole, IReadOnlyList<string> pools)
    {
        var colon = hole.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? hole : hole[..colon];
        var argument = colon < 0 ? "0" : hole[(colon + 1)..];
        if (!s_kinds.TryGetValue(name, out var kind))
        {
            var pool = Enumerable.Range(0, pools.Count).FirstOrDefault(i => pools[i] == name, -1);
            return pool >= 0
                ? new Hole(before, HoleKind.Pool, pool)
                : throw new FormatException($"'$({hole})' is neither a kind of hole nor a pool");
        }

        if (kind == HoleKind.OneOf)
        {
            return new Hole(before, kind, Choices: [.. argument.Split('|').Select(Encoding.UTF8.GetBytes)]);
        }

        var bounds = argument.Split("..");
        var first = int.Parse(bounds[0], CultureInfo.InvariantCulture);
        return new Hole(before, kind, first, int.Parse(bounds[^1], CultureInfo.InvariantCulture));
    }
}
