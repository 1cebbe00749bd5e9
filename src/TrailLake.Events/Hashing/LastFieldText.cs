using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrailLake.Hashing;

/// <summary>A member's text in the last record, with the image of its leaf: whole files have one region, one account.</summary>
struct LastFieldText
{
    Vector256<byte> _text;
    int _length;

    public Vector128<ulong> Image { get; private set; }

    /// <summary>Whether this is the text; one block can be read from its beginning, and it is not longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Is(ref readonly byte text, int length) =>
        length == _length && (Vector256.LoadUnsafe(in text) & UniversalHash.MaskOf(length)) == _text;

    /// <summary>Remembers a text; as for <see cref="Is"/>.</summary>
    public void Set(ref readonly byte text, int length, Vector128<ulong> image)
    {
        _text = Vector256.LoadUnsafe(in text) & UniversalHash.MaskOf(length);
        _length = length;
        Image = image;
    }
}
