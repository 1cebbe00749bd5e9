using System.Buffers;
using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace TrailLake.Parquet.Tables;

/// <summary>The values of one column of a row group with their levels, in buffers that <see cref="Dispose"/> gives back.</summary>
sealed class DecodedColumn<T> : IDisposable
    where T : struct
{
    const int Unread = -1;

    readonly int _values;
    T[] _valueBuffer;
    int[] _definitionBuffer = [];
    int[] _repetitionBuffer = [];

    /// <param name="field">The column, of a schema that knows its levels.</param>
    /// <exception cref="InvalidDataException">The file says a number of values that no row group has, or other than it holds.</exception>
    public DecodedColumn(ParquetRowGroupReader group, DataField field)
    {
        MaxDefinition = field.MaxDefinitionLevel;
        MaxRepetition = field.MaxRepetitionLevel;
        ElementDefinition = field.MaxDefinitionLevel - (field.IsNullable ? 1 : 0);
        Levels = CountLevels(group, field);
        _valueBuffer = ArrayPool<T>.Shared.Rent(Levels);
        _definitionBuffer = MaxDefinition == 0 ? [] : ArrayPool<int>.Shared.Rent(Levels);
        _repetitionBuffer = MaxRepetition == 0 ? [] : ArrayPool<int>.Shared.Rent(Levels);

        // The pool's buffers hold what others read: a level that the file does not bring must not be taken from there.
        _definitionBuffer.AsSpan().Fill(Unread);

        // The typed method: the one that finds a column's type itself makes code at run time, which a native build cannot.
        group.ReadRawAsync(
            field,
            _valueBuffer.AsMemory(0, Levels),
            MaxDefinition == 0 ? default(Memory<int>?) : _definitionBuffer.AsMemory(0, Levels),
            MaxRepetition == 0 ? default(Memory<int>?) : _repetitionBuffer.AsMemory(0, Levels)).AsTask().GetAwaiter().GetResult();
        _values = MaxDefinition == 0 ? Levels : Definitions.Count(MaxDefinition);
        if (Definitions.Contains(Unread))
        {
            throw new InvalidDataException($"column {field.Name} holds fewer than the {Levels} values that it says.");
        }

        if (Rows != group.RowCount)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"column {field.Name} has {Rows} rows where its row group has {group.RowCount}."));
        }
    }

    /// <summary>Definition level of a value that is there.</summary>
    public int MaxDefinition { get; private set; }

    public int MaxRepetition { get; }

    /// <summary>Definition level of a list's element, or a map's entry, that is there, be its value null or not.</summary>
    public int ElementDefinition { get; }

    /// <summary>Number of values, those that are missing among them.</summary>
    public int Levels { get; }

    int Rows => MaxRepetition == 0 ? Levels : Repetitions.Count(0);

    public ReadOnlySpan<T> Values => _valueBuffer.AsSpan(0, _values);

    public ReadOnlySpan<int> Definitions => MaxDefinition == 0 ? [] : _definitionBuffer.AsSpan(0, Levels);

    public ReadOnlySpan<int> Repetitions => MaxRepetition == 0 ? [] : _repetitionBuffer.AsSpan(0, Levels);

    public void Dispose()
    {
        // Slices of texts would keep their row group's memory alive.
        ArrayPool<T>.Shared.Return(_valueBuffer, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        ArrayPool<int>.Shared.Return(_definitionBuffer);
        ArrayPool<int>.Shared.Return(_repetitionBuffer);
        (_valueBuffer, _definitionBuffer, _repetitionBuffer) = ([], [], []);
    }

    /// <summary>Takes out the level of a list's elements, structs that other programs let be null and TrailLake does not.</summary>
    /// <returns>False when an element is null: nothing was changed.</returns>
    public bool RequireElements()
    {
        // Below the value: the element that is there, and below that the one that is null.
        int missing = MaxDefinition - 2;
        var definitions = _definitionBuffer.AsSpan(0, Levels);
        if (definitions.Contains(missing))
        {
            return false;
        }

        foreach (ref int level in definitions)
        {
            level -= level > missing ? 1 : 0;
        }

        MaxDefinition--;
        return true;
    }

    /// <summary>One value per row, null where it is missing. Not for columns inside lists or maps.</summary>
    public T?[] ToRows()
    {
        var values = Values;
        var definitions = Definitions;
        var rows = new T?[Levels];
        int next = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = definitions.IsEmpty || definitions[i] == MaxDefinition ? values[next++] : null;
        }

        return rows;
    }

    static int CountLevels(ParquetRowGroupReader group, DataField field)
    {
        long levels = group.GetMetadata(field)?.MetaData?.NumValues
            ?? throw new InvalidDataException($"it does not say how many values column {field.Name} has.");
        bool isPossible = field.MaxRepetitionLevel == 0 ? levels == group.RowCount : levels >= group.RowCount && levels <= Array.MaxLength;
        return isPossible
            ? checked((int)levels)
            : throw new InvalidDataException($"column {field.Name} has {levels} values where its row group has {group.RowCount} rows.");
    }
}
