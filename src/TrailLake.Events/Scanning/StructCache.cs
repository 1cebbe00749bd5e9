namespace TrailLake.Scanning;

/// <summary>
/// The structs of past records by their first bytes. The calls of a session repeat its <c>userIdentity</c> byte for byte, a third of each
/// record: what comes again is compared, not scanned.
/// </summary>
sealed class StructCache
{
    /// <summary>Structs that are remembered at once.</summary>
    public const int Capacity = Sets * Ways;

    // The first bytes of a userIdentity name its role or user and the session; what follows them tells few apart.
    const int KeyLength = 96;
    const int MaxLength = 2048;
    const int Sets = 64;
    const int Ways = 4;

    readonly CachedStruct[] _places = new CachedStruct[Capacity];
    readonly CachedStruct?[] _last = new CachedStruct?[64];
    int _turn;

    /// <summary>The struct that these bytes begin with, when it is known.</summary>
    public CachedStruct? Find(StructNode node, ReadOnlySpan<byte> bytes)
    {
        var last = _last[node.Number];
        if (last is not null && last.IsAtStartOf(node, bytes))
        {
            return last;
        }

        if (bytes.Length < KeyLength)
        {
            return null;
        }

        foreach (var place in SetOf(bytes))
        {
            if (place is not null && place.IsAtStartOf(node, bytes))
            {
                _last[node.Number] = place;
                return place;
            }
        }

        return null;
    }

    /// <summary>Remembers a struct that was scanned; null when it is too short or too long to be worth it.</summary>
    public CachedStruct? Add(StructNode node, ScannedRecord record, ReadOnlySpan<byte> text, int open, ulong groups)
    {
        if (text.Length is < KeyLength or > MaxLength)
        {
            return null;
        }

        var set = SetOf(text);
        int way = _turn++ % Ways;
        int number = SetNumber(text) * Ways + way;
        var place = set[way] ??= new CachedStruct(number);
        place.Take(node, record, text, open, groups);
        _last[node.Number] = place;
        return place;
    }

    Span<CachedStruct> SetOf(ReadOnlySpan<byte> bytes) => _places.AsSpan(SetNumber(bytes) * Ways, Ways);

    static int SetNumber(ReadOnlySpan<byte> bytes) => (int)(ByteHash.Compute(bytes[..KeyLength]) >> 32) & (Sets - 1);
}
