using System.Globalization;
using System.Text;

namespace TrailLake.Generator.Text;

/// <summary>
/// Access keys and principal ids that carry their account as real ones do: the nine characters after the prefix are 45 bits,
/// a set bit, 40 bits of account and 4 bits of something else.
/// </summary>
static class AwsId
{
    public static byte[] AccessKey(string prefix, string account, ulong seed) => Make(prefix, account, 20, seed);

    public static byte[] Principal(string prefix, string account, ulong seed) => Make(prefix, account, 21, seed);

    static byte[] Make(string prefix, string account, int length, ulong seed)
    {
        var random = new SplitMix64(seed);
        var id = new byte[length];
        Encoding.ASCII.GetBytes(prefix, id);
        var bits = (1UL << 44) | (ulong.Parse(account, CultureInfo.InvariantCulture) << 4) | (random.Next() & 0xF);
        for (var i = 0; i < 9; i++)
        {
            id[4 + i] = RandomText.Base32[(int)(bits >> (40 - (5 * i))) & 31];
        }

        RandomText.Letters(id.AsSpan(13), RandomText.Base32, ref random);
        return id;
    }
}
