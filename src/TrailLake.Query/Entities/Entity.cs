using System.Net;
using System.Text.RegularExpressions;
using TrailLake.Errors;

namespace TrailLake.Query.Entities;

/// <summary>Something that an investigator asks about, and what kind of thing its spelling says it is.</summary>
sealed partial record Entity
{
    Entity(EntityKind kind, string text)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>What it is.</summary>
    public EntityKind Kind { get; }

    /// <summary>As it was given, without blanks around it.</summary>
    public string Text { get; }

    /// <summary>The kind in words, for example "access key (temporary)".</summary>
    public string KindText => Kind switch
    {
        EntityKind.AccessKey => AwsIdentifier.IsLongTermKey(Text) ? "access key (long-term)" : "access key (temporary)",
        EntityKind.PrincipalId => "unique id of a principal",
        EntityKind.Arn => "ARN",
        EntityKind.Address => "address",
        EntityKind.Cidr => "range of addresses",
        EntityKind.EventId => "event ID",
        EntityKind.Account => "account",
        EntityKind.ResourceId => "resource id",
        _ => "name",
    };

    /// <summary>Recognises an entity.</summary>
    /// <exception cref="TrailLakeException">It looks like an ARN, address or range and is none.</exception>
    public static Entity Parse(string text)
    {
        text = text.Trim();
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            throw Unusable(text, "expected a key, ARN, name, address, event ID, …");
        }

        if (text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
        {
            return ArnText.Parse(text) is null
                ? throw Unusable(text, "an ARN has six parts: arn:aws:service:region:account:resource")
                : new Entity(EntityKind.Arn, text);
        }

        return new Entity(AddressKind(text) ?? OtherKind(text), text);
    }

    /// <summary>True for an account of twelve digits.</summary>
    public static bool IsAccount(string text) => Account.IsMatch(text);

    /// <summary>True for an address or a range of addresses.</summary>
    public static bool IsAddress(string text) =>
        CidrShape.IsMatch(text)
            ? AddressRange.TryParse(text, out var _)
            : AddressShape.IsMatch(text) && IPAddress.TryParse(text, out var _);

    /// <summary>A thing of this name, whatever its spelling looks like.</summary>
    internal static Entity OfName(string name) => new(EntityKind.Name, name);

    static EntityKind OtherKind(string text) => text switch
    {
        _ when AwsIdentifier.IsAccessKey(text) => EntityKind.AccessKey,
        _ when AwsIdentifier.IsPrincipalId(text) => EntityKind.PrincipalId,
        _ when Guid.TryParseExact(text, "D", out var _) => EntityKind.EventId,
        _ when Account.IsMatch(text) => EntityKind.Account,
        _ when ResourceId.IsMatch(text) => EntityKind.ResourceId,
        _ => EntityKind.Name,
    };

    static EntityKind? AddressKind(string text)
    {
        if (CidrShape.IsMatch(text))
        {
            // IPNetwork refuses bits behind the prefix; people write 10.1.2.3/8 and mean the network around it.
            return AddressRange.TryParse(text, out var _)
                ? EntityKind.Cidr
                : throw Unusable(text, "a range is written like 203.0.113.0/24 or 2001:db8::/32");
        }

        if (!AddressShape.IsMatch(text))
        {
            return null;
        }

        return IPAddress.TryParse(text, out var _)
            ? EntityKind.Address
            : throw Unusable(text, "an address is written like 203.0.113.7 or 2001:db8::7");
    }

    static TrailLakeException Unusable(string text, string expected) =>
        new(ErrorKind.Usage, $"'{text}' cannot be looked for: {expected}", text);

    [GeneratedRegex(@"\A([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)/[0-9]+\z", RegexOptions.CultureInvariant)]
    static partial Regex CidrShape { get; }

    [GeneratedRegex(@"\A([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)\z", RegexOptions.CultureInvariant)]
    static partial Regex AddressShape { get; }

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.CultureInvariant)]
    static partial Regex Account { get; }

    [GeneratedRegex(@"\A[a-z]{1,12}-([0-9a-f]{8}|[0-9a-f]{17})\z", RegexOptions.CultureInvariant)]
    static partial Regex ResourceId { get; }
}
