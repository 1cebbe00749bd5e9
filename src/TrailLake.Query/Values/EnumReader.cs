using DuckDB.NET.Native;

namespace TrailLake.Query.Values;

sealed unsafe class EnumReader : VectorReader
{
    readonly string[] _values;
    readonly DuckDBType _storage;

    public EnumReader(DuckDBLogicalType type)
    {
        _storage = NativeMethods.LogicalType.DuckDBEnumInternalType(type);
        _values = new string[NativeMethods.LogicalType.DuckDBEnumDictionarySize(type)];
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = NativeMethods.LogicalType.DuckDBEnumDictionaryValue(type, i);
        }
    }

    public override string GetText(ulong row) => _values[_storage switch
    {
        DuckDBType.UnsignedTinyInt => Data[row],
        DuckDBType.UnsignedSmallInt => ((ushort*)Data)[row],
        _ => ((uint*)Data)[row],
    }];
}
