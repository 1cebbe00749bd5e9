using System.Globalization;
using System.Text.RegularExpressions;

namespace TrailLake.Query.Entities;

/// <summary>Reads the identifiers that AWS gives to keys and principals.</summary>
static partial class AwsIdentifier
{
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const int PrefixLength = 4;
    const int AccountLetters = 9;

    /// <summary>True for an access key id, long-term or temporary.</summary>
    public static bool IsAccessKey(string text) => AccessKey.IsMatch(text);

    /// <summary>True for a key that does not expire.</summary>
    public static bool IsLongTermKey(string text) => IsAccessKey(text) && text.StartsWith("AKIA", StringComparison.Ordinal);

    /// <summary>True for a unique id of a user, role, group, …, also with a session name behind a colon.</summary>
    public static bool IsPrincipalId(string text) => PrincipalId.IsMatch(text);

    /// <summary>
    /// The account that a key or principal id encodes; null when it encodes none. AWS does not document it, and ids from before about 2019
    /// do not have it: the first bit tells them apart in every id met so far. It is a hint, and must be called derived.
    /// <code>
    /// AKIA|T F Q R 7 N S C 3|ZO6PKAZ      9 letters of 5 bits:  1 aaaaaaaa…aaaa xxxx
    ///      └─ 45 bits ──────┘                                   │ └ 40 bits ──┘ account
    ///                                                           └ 0 for old ids
    /// </code>
    /// </summary>
    public static string? DerivedAccount(string id)
    {
        if (id.Length < PrefixLength + AccountLetters)
        {
            return null;
        }

        long bits = 0;
        foreach (var letter in id.AsSpan(PrefixLength, AccountLetters))
        {
            var value = Base32.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            bits = (bits << 5) | (long)value;
        }

        var account = (bits >> 4) & ((1L << 40) - 1);
        return bits >> 44 == 0 || account > 999_999_999_999 ? null : account.ToString("D12", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\A(AKIA|ASIA)[A-Z0-9]{12,124}\z", RegexOptions.CultureInvariant)]
    static partial Regex AccessKey { get; }

    [GeneratedRegex(@"\A(AIDA|AROA|AGPA|AIPA|ANPA|ANVA)[A-Z0-9]{12,124}(:.+)?\z", RegexOptions.CultureInvariant)]
    static partial Regex PrincipalId { get; }
}
