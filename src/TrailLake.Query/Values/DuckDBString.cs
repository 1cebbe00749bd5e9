namespace TrailLake.Query.Values;

/// <summary>DuckDB's string_t: <c>[length:4][bytes:12]</c> up to 12 bytes, else <c>[length:4][prefix:4][pointer:8]</c>.</summary>
static unsafe class DuckDBString
{
    const int InlineLength = 12;

    public static ReadOnlySpan<byte> At(byte* data, ulong row)
    {
        var text = data + (row * 16);
        var length = *(int*)text;
        return new ReadOnlySpan<byte>(length <= InlineLength ? text + 4 : *(byte**)(text + 8), length);
    }
}
