using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrailLake.Schema;

namespace TrailLake.Tables;

/// <summary>
/// Folder of a partition, <c>date=2026-03-01/account=123456789012</c>. Account names come from logs and may be anything: whatever is not a
/// lower-case letter, digit, <c>-</c>, <c>_</c> or an inner dot is Hive-escaped (<c>%2F</c>), so that no name leaves the lake, upsets a
/// file system, or shares its folder with another one where case does not count. The log, not the folder, says what the value is.
/// </summary>
static class PartitionFolder
{
    /// <summary>Longest escaped account that is kept; longer ones end in a hash. File systems take 255 bytes.</summary>
    const int MaxAccount = 120;

    /// <summary>How much of a longer one stays readable.</summary>
    const int KeptOfLong = 64;

    const string DateFormat = "yyyy-MM-dd";

    const string Null = "null";

    const string Hex = "0123456789ABCDEF";

    /// <summary>The account that a partition gets when the record has none.</summary>
    public const string UnknownAccount = "unknown";

    /// <summary>
    /// The account as the log can say it: an empty partition value would mean null to a reader, and half of a surrogate pair has no UTF-8.
    /// </summary>
    public static string Normalize(string account) =>
        account.Length == 0 ? UnknownAccount : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(account));

    public static string Date(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>The values of a partition, as the log has them.</summary>
    public static Dictionary<string, string?> Values(DateOnly date, string account) => new()
    {
        [CloudTrailSchema.DatePartition] = Date(date),
        [CloudTrailSchema.AccountPartition] = account,
    };

    /// <summary>Reads what <see cref="Date"/> gives.</summary>
    public static bool TryParseDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Relative path, with forward slashes, of a normalized account's partition.</summary>
    public static string Path(DateOnly date, string account) =>
        $"{CloudTrailSchema.DatePartition}={Date(date)}/{CloudTrailSchema.AccountPartition}={Escape(account)}";

    public static string Escape(string account)
    {
        // Readers of Hive folders take this text, in any case of its letters, for a value that is missing. Of other cases a letter is
        // escaped anyway.
        if (account == Null)
        {
            return "%6Eull";
        }

        var bytes = Encoding.UTF8.GetBytes(account);
        var text = new StringBuilder(Math.Min(bytes.Length, MaxAccount));
        var kept = 0;
        for (int i = 0; i < bytes.Length && text.Length <= MaxAccount; i++)
        {
            var b = bytes[i];

            // A shortened name ends behind a whole character: readers of folders undo the escapes and want UTF-8.
            kept = text.Length <= KeptOfLong && (b & 0xC0) != 0x80 ? text.Length : kept;
            var edge = i == 0 || i == bytes.Length - 1;
            if (char.IsAsciiLetterLower((char)b) || char.IsAsciiDigit((char)b) || b is (byte)'-' or (byte)'_' || (b == '.' && !edge))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
            }
        }

        if (text.Length <= MaxAccount)
        {
            return text.ToString();
        }

        // '~' never stands in an escaped name, so a shortened one is never another account's full one.
        return $"{text.ToString(0, kept)}~{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}";
    }
}
