using System.Net;
using System.Net.Sockets;
using TrailLake.Scanning;

namespace TrailLake.Index;

/// <summary>
/// The terms of values: parts that people search by, and the hashes that stand for them. Writing an index and asking it both take them from
/// here: a search finds a value when one of its terms is a term of the value. What a search may match and what has which term:
/// <list type="bullet">
/// <item>the value itself: the value;</item>
/// <item>the end of an ARN, URL or principal id, behind <c>/</c> or <c>:</c>: both sides take their <see cref="LastPart"/>, so that one
/// term does for a name of any number of parts;</item>
/// <item>a principal id without its session: what stands before the first colon, of values that begin with A;</item>
/// <item>an ARN that a resource's ARN stands below: the resource's ARN up to its first three slashes, of the search up to its third;</item>
/// <item>a bucket by its name: what stands between <c>:::</c> and the next slash;</item>
/// <item>an account inside an ARN: twelve digits between colons;</item>
/// <item>an address with <c>/32</c> or <c>/128</c> behind it in a rule: the address;</item>
/// <item>a range of addresses: the network of a fixed size around it.</item>
/// </list>
/// A hash has other bits in each of the <see cref="IndexPlaces"/>, so that a search learns where a value stands: JSON and lists are dear to
/// search. Only the last 16 bits differ, the fingerprint, and not those that choose the bucket: one read of the index tells all places of a
/// value. The hashes stand in index files: they must not change within a version of the format.
/// </summary>
static class IndexTerms
{
    /// <summary>So many slashes of a resource's ARN begin a part that may be searched alone.</summary>
    public const int MostSlashes = 3;

    const int AccountDigits = 12;

    /// <summary>The places whose terms have postings, each alone: they share the buckets of a block.</summary>
    public static ReadOnlySpan<IndexPlaces> PlacesOfPostings =>
        [IndexPlaces.Columns, IndexPlaces.Resources, IndexPlaces.Request, IndexPlaces.Response, IndexPlaces.Details];

    /// <summary>The hash of a value, or of a part of one, wherever it stands.</summary>
    public static ulong Hash(ReadOnlySpan<byte> value) => ByteHash.Compute(value);

    /// <summary>A hash as it stands in the place of this <see cref="Salt"/>.</summary>
    // Zero stands for a free slot where hashes are collected.
    public static ulong InPlace(ulong hash, ulong salt) => (hash ^ salt) == 0 ? 1 : hash ^ salt;

    /// <summary>
    /// The 16 bits that the hashes of a place are mixed with. Ids have buckets of their own, in which nothing is to be told from them.
    /// </summary>
    public static ulong Salt(IndexPlaces place) => place switch
    {
        IndexPlaces.Ids or IndexPlaces.Columns => 0,
        IndexPlaces.Resources => 0x9E37,
        IndexPlaces.Request => 0xC2B2,
        IndexPlaces.Response => 0x27D4,
        IndexPlaces.Details => 0x5A6B,
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    /// <summary>The part behind the last slash or colon; all of a value that has none.</summary>
    public static ReadOnlySpan<byte> LastPart(ReadOnlySpan<byte> value) => value[(value.LastIndexOfAny((byte)'/', (byte)':') + 1)..];

    /// <summary>The part before the first colon; all of a value that has none.</summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)':') is >= 0 and var colon ? value[..colon] : value;

    /// <summary>True for a value whose <see cref="Head"/> may be the unique id of a principal.</summary>
    public static bool HasHead(ReadOnlySpan<byte> value) => value.Length > 0 && value[0] == 'A' && value.Contains((byte)':');

    /// <summary>Up to the n-th slash (counted from 1); all of a value with fewer.</summary>
    public static ReadOnlySpan<byte> UpToSlash(ReadOnlySpan<byte> value, int number)
    {
        int end = -1;
        for (; number > 0; number--)
        {
            int next = value[(end + 1)..].IndexOf((byte)'/');
            if (next < 0)
            {
                return value;
            }

            end += next + 1;
        }

        return value[..end];
    }

    /// <summary>Without the size of a network of one address.</summary>
    public static ReadOnlySpan<byte> WithoutHostSize(ReadOnlySpan<byte> value) =>
        value.EndsWith("/32"u8) ? value[..^3] : value.EndsWith("/128"u8) ? value[..^4] : value;

    /// <summary>True for twelve digits.</summary>
    public static bool IsAccount(ReadOnlySpan<byte> value) =>
        value.Length == AccountDigits && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>True for what can follow a closing quote in JSON, and therefore stand where a string is looked for.</summary>
    public static bool IsBetweenStrings(byte first) => first is (byte)':' or (byte)',' or (byte)'}' or (byte)']';

    /// <summary>Reads what a search for a range takes for an address; false for names of services and the like.</summary>
    public static bool TryParseAddress(ReadOnlySpan<byte> value, out IPAddress address)
    {
        address = IPAddress.None;
        return value.Length is > 0 and <= 64 && IPAddress.TryParse(value, out address!);
    }

    /// <summary>The sizes of the networks that an address of this family is found by, the narrowest first.</summary>
    public static ReadOnlySpan<byte> NetworkSizes(AddressFamily family) =>
        family == AddressFamily.InterNetwork ? [24, 16, 8] : [64, 48, 32];

    /// <summary>The hash of the network of so many bits around an address, wherever it stands.</summary>
    public static ulong NetworkHash(IPAddress address, int bits)
    {
        // 0xFF begins no UTF-8 text: the term of a network is never that of a value.
        Span<byte> network = stackalloc byte[2 + 16];
        network.Clear();
        network[0] = 0xFF;
        network[1] = (byte)bits;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        bytes[..(bits / 8)].CopyTo(network[2..]);
        return Hash(network[..(2 + length)]);
    }
}
