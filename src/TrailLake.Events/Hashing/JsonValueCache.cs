using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>
/// Objects and arrays as they stood in earlier records, with the sum of their leaves' images: a client's calls repeat many of theirs byte
/// for byte. The bytes themselves are compared, so what is found is right whatever meets in a place.
/// </summary>
sealed class JsonValueCache
{
    /// <summary>Longest text that is remembered, in bytes.</summary>
    public const int MostText = 512;

    /// <summary>Shortest text that is worth it, in bytes.</summary>
    public const int LeastText = 16;

    /// <summary>Most leaves that such a text can have: <c>[0,0]</c> has one for each two bytes, and the array itself.</summary>
    public const int MostLeaves = (MostText / 2) + 1;

    // 1,024 places find 54 of 100 requestParameters of a large organization again; 4,096 find 68, but do not stay in the processor's cache.
    const int PlaceBits = 10;

    readonly byte[] _texts = new byte[MostText << PlaceBits];
    readonly Place[] _places = new Place[1 << PlaceBits];

    /// <summary>The place of a text of <see cref="LeastText"/> to <see cref="MostText"/> bytes.</summary>
    public static int PlaceOf(ref readonly byte text, int length)
    {
        // Two chains go on side by side. Who chooses texts that meet in a place makes this slower for them, and nothing else.
        ref byte first = ref Unsafe.AsRef(in text);
        ulong even = (ulong)length;
        ulong odd = 0;
        for (int i = 0; i < length - 16; i += 16)
        {
            even = (even ^ Read(ref first, i)) * 0x9E3779B97F4A7C15;
            odd = (odd ^ Read(ref first, i + 8)) * 0xD1B54A32D192ED03;
        }

        even = (even ^ Read(ref first, length - 16)) * 0x9E3779B97F4A7C15;
        odd = (odd ^ Read(ref first, length - 8)) * 0xD1B54A32D192ED03;
        return (int)((even ^ (odd >> 5)) * 0x9E3779B97F4A7C15 >> (64 - PlaceBits));
    }

    /// <summary>Whether a place holds this text as a value of this field; if so, the sum of its leaves' images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int at, int field, ref readonly byte text, int length, out Vector128<ulong> sum)
    {
        ref readonly var place = ref _places[at];
        sum = place.Sum;
        var known = MemoryMarshal.CreateReadOnlySpan(ref _texts[at * MostText], length);
        return place.Length == length && place.Field == field && MemoryMarshal.CreateReadOnlySpan(in text, length).SequenceEqual(known);
    }

    /// <summary>Remembers a value in a place, instead of what stood there.</summary>
    public void Put(int at, int field, ReadOnlySpan<byte> text, Vector128<ulong> sum)
    {
        text.CopyTo(_texts.AsSpan(at * MostText));
        _places[at] = new Place(sum, text.Length, field);
    }

    static ulong Read(ref byte text, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, offset));

    readonly record struct Place(Vector128<ulong> Sum, int Length, int Field);
}
