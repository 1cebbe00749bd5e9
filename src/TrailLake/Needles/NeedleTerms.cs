using System;
using System.Net;
using System.Net.Sockets;

namespace TrailLake.Needles;

/// <summary>
/// Parts of values that people search by. Writing an index and asking it both take them from here: a search finds a value when one of its
/// terms is a term of the value. What a search may match and what has which term:
/// <list type="bullet">
/// <item>the value itself: the value;</item>
/// <item>the end of an ARN, URL or principal id, behind <c>/</c> or <c>:</c>: both sides take their <see cref="LastPart"/>, so that one term does
/// for a name of any number of parts;</item>
/// <item>a principal id without its session: what stands before the first colon, of values that begin with A;</item>
/// <item>an ARN that a resource's ARN stands below: the resource's ARN up to its first three slashes, of the search up to its third;</item>
/// <item>a bucket by its name: what stands between <c>:::</c> and the next slash;</item>
/// <item>an account inside an ARN: twelve digits between colons;</item>
/// <item>an address with <c>/32</c> or <c>/128</c> behind it in a rule: the address;</item>
/// <item>a range of addresses: the network of a fixed size around it.</item>
/// </list>
/// </summary>
static class NeedleTerms
{
    /// <summary>So many slashes of a resource's ARN begin a part that may be searched alone.</summary>
    public const int MostSlashes = 3;

    const int AccountDigits = 12;

    /// <summary>Sizes of the IPv4 networks that an address is found by, the narrowest first.</summary>
    public static ReadOnlySpan<byte> NetworksV4 => [24, 16, 8];

    /// <summary>Sizes of the IPv6 networks that an address is found by, the narrowest first.</summary>
    public static ReadOnlySpan<byte> NetworksV6 => [64, 48, 32];

    /// <summary>What stands behind the last slash or colon; all of a value that has none.</summary>
    public static ReadOnlySpan<byte> LastPart(ReadOnlySpan<byte> value) => value[(value.LastIndexOfAny((byte)'/', (byte)':') + 1)..];

    /// <summary>What stands before the first colon; all of a value that has none.</summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> value)
    {
        int colon = value.IndexOf((byte)':');
        return colon < 0 ? value : value[..colon];
    }

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
    public static bool IsAccount(ReadOnlySpan<byte> value) => value.Length == AccountDigits && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>Reads what a search for a range takes for an address; false for names of services and the like.</summary>
    public static bool TryParseAddress(ReadOnlySpan<byte> value, out IPAddress address)
    {
        address = IPAddress.None;
        return value.Length is > 0 and <= 64 && IPAddress.TryParse(value, out address!);
    }

    /// <summary>The hash of the network of so many bits around an address, wherever it stands.</summary>
    public static ulong Network(IPAddress address, int bits)
    {
        // 0xFF begins no UTF-8 text: the term of a network is never that of a value.
        Span<byte> network = stackalloc byte[2 + 16];
        network.Clear();
        network[0] = 0xFF;
        network[1] = (byte)bits;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        bytes[..(bits / 8)].CopyTo(network[2..]);
        return NeedleHash.Of(network[..(2 + length)]);
    }

    /// <summary>The sizes of the networks that an address of this family is found by.</summary>
    public static ReadOnlySpan<byte> Networks(AddressFamily family) => family == AddressFamily.InterNetwork ? NetworksV4 : NetworksV6;
}
