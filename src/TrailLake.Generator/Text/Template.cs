using System.Globalization;
using System.Text;

namespace TrailLake.Generator.Text;

/// <summary>
/// Text with holes, <c>$(kind)</c> or <c>$(kind:argument)</c>, taken apart once so that writing is copying. A name that is no kind
/// is the name of a pool.
/// </summary>
sealed class Template
{
    static readonly Dictionary<string, PlaceholderKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["one"] = PlaceholderKind.OneOf,
        ["key"] = PlaceholderKind.ObjectKey,
        ["uuid"] = PlaceholderKind.Uuid,
        ["hex"] = PlaceholderKind.Hex,
        ["base32"] = PlaceholderKind.Base32,
        ["lower32"] = PlaceholderKind.LowerBase32,
        ["base64"] = PlaceholderKind.Base64,
        ["number"] = PlaceholderKind.Number,
        ["private-ip"] = PlaceholderKind.PrivateIp,
        ["public-ip"] = PlaceholderKind.PublicIp,
        ["account"] = PlaceholderKind.Account,
        ["other-account"] = PlaceholderKind.OtherAccount,
        ["region"] = PlaceholderKind.Region,
        ["caller"] = PlaceholderKind.Caller,
        ["caller-ip"] = PlaceholderKind.CallerIp,
        ["time"] = PlaceholderKind.Time,
        ["java-time"] = PlaceholderKind.JavaTime,
        ["epoch-ms"] = PlaceholderKind.EpochMillis,
        ["issued-key"] = PlaceholderKind.IssuedKey,
        ["issued-arn"] = PlaceholderKind.IssuedArn,
        ["issued-id"] = PlaceholderKind.IssuedId,
        ["issued-role-arn"] = PlaceholderKind.IssuedRoleArn,
        ["issued-session"] = PlaceholderKind.IssuedSession,
    };

    Template(Placeholder[] holes) => Holes = holes;

    /// <summary>The holes in order; the last is <see cref="PlaceholderKind.None"/> and holds the text at the end.</summary>
    public Placeholder[] Holes { get; }

    public static Template Parse(string text, IReadOnlyList<string> pools)
    {
        var holes = new List<Placeholder>();
        var at = 0;
        for (var open = text.IndexOf("$(", StringComparison.Ordinal); open >= 0; open = text.IndexOf("$(", at, StringComparison.Ordinal))
        {
            var close = text.IndexOf(')', open);
            holes.Add(MakeHole(Encoding.UTF8.GetBytes(text[at..open]), text[(open + 2)..close], pools));
            at = close + 1;
        }

        holes.Add(new Placeholder(Encoding.UTF8.GetBytes(text[at..]), PlaceholderKind.None));
        return new Template([.. holes]);
    }

    static Placeholder MakeHole(byte[] before, string hole, IReadOnlyList<string> pools)
    {
        var colon = hole.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? hole : hole[..colon];
        var argument = colon < 0 ? "0" : hole[(colon + 1)..];
        if (!s_kinds.TryGetValue(name, out var kind))
        {
            var pool = Enumerable.Range(0, pools.Count).FirstOrDefault(i => pools[i] == name, -1);
            return pool >= 0
                ? new Placeholder(before, PlaceholderKind.Pool, pool)
                : throw new FormatException($"'$({hole})' is neither a kind of hole nor a pool");
        }

        if (kind == PlaceholderKind.OneOf)
        {
            return new Placeholder(before, kind, Choices: [.. argument.Split('|').Select(Encoding.UTF8.GetBytes)]);
        }

        var bounds = argument.Split("..");
        var first = int.Parse(bounds[0], CultureInfo.InvariantCulture);
        return new Placeholder(before, kind, first, int.Parse(bounds[^1], CultureInfo.InvariantCulture));
    }
}
