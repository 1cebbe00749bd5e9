using System.Buffers;
using TrailLake.Parquet.Format;
using TrailLake.Schema;

namespace TrailLake.Parquet.Tables;

/// <summary>Declares columns of a table in their order, each with what takes its value out of a row. All are nullable.</summary>
/// <typeparam name="TRow">A row of the file.</typeparam>
/// <typeparam name="TSource">What has the values: the row itself, or what a struct of the file is made of.</typeparam>
/// <param name="level">Definition level of a struct that is there; 0 outside of structs.</param>
/// <param name="select">Gives the source of a row; null when the row has not got the struct.</param>
sealed class TableColumns<TRow, TSource>(
    List<SchemaElement> elements, List<ColumnWriter<TRow>> writers, int level, Func<TRow, TSource?> select)
    where TSource : class
{
    /// <summary>How many columns, structs or not, were declared here.</summary>
    public int Count { get; private set; }

    public TableColumns<TRow, TSource> Text(string name, Func<TSource, string?> get)
    {
        Count++;
        AddTexts(name, ColumnKind.Text, level + 1, (source, values) => values.Add(get(source), level));
        return this;
    }

    public TableColumns<TRow, TSource> Binary(string name, Func<TSource, byte[]?> get)
    {
        Count++;
        AddTexts(name, ColumnKind.Binary, level + 1, (source, values) => values.Add(get(source), level));
        return this;
    }

    public TableColumns<TRow, TSource> Long(string name, Func<TSource, long?> get) => Number(name, ColumnKind.Int64, Annotation.Int64, get);

    public TableColumns<TRow, TSource> Int(string name, Func<TSource, int?> get) =>
        Number(name, ColumnKind.Int32, Annotation.Int32, source => get(source));

    public TableColumns<TRow, TSource> Boolean(string name, Func<TSource, bool?> get) =>
        Number(name, ColumnKind.Boolean, Annotation.None, source => get(source) is { } flag ? (flag ? 1 : 0) : null);

    /// <summary>A time, UTC; the file keeps microseconds.</summary>
    public TableColumns<TRow, TSource> Time(string name, Func<TSource, DateTime?> get) =>
        Number(
            name,
            ColumnKind.Timestamp,
            Annotation.TimestampMicros,
            source => get(source) is { } time ? UnixMicroseconds.Of(time) : null);

    /// <summary>A map of texts to texts; its values may be null, its keys may not.</summary>
    public TableColumns<TRow, TSource> Map(string name, Func<TSource, IReadOnlyDictionary<string, string?>?> get)
    {
        Count++;
        elements.Add(SchemaElement.Group(name, children: 1, Annotation.Map));
        elements.Add(SchemaElement.Group("key_value", children: 2, repetition: Repetition.Repeated));
        AddElements("key", level + 2, source => get(source)?.Keys);
        AddElements("value", level + 3, source => get(source)?.Values);
        return this;
    }

    public TableColumns<TRow, TSource> List(string name, Func<TSource, IEnumerable<string?>?> get)
    {
        Count++;
        elements.Add(SchemaElement.Group(name, children: 1, Annotation.List));
        elements.Add(SchemaElement.Group("list", children: 1, repetition: Repetition.Repeated));
        AddElements("element", level + 3, get);
        return this;
    }

    /// <summary>A struct of the same source: it is there where its parent is.</summary>
    public TableColumns<TRow, TSource> Struct(string name, Action<TableColumns<TRow, TSource>> members) => Struct(name, select, members);

    /// <summary>A struct with a source of its own, at the top level: it is there where the row has its source.</summary>
    public TableColumns<TRow, TSource> Struct<TStruct>(
        string name, Func<TRow, TStruct?> source, Action<TableColumns<TRow, TStruct>> members)
        where TStruct : class
    {
        Count++;
        int place = elements.Count;
        elements.Add(default);
        var inner = new TableColumns<TRow, TStruct>(elements, writers, level + 1, source);
        members(inner);
        elements[place] = SchemaElement.Group(name, inner.Count);
        return this;
    }

    TableColumns<TRow, TSource> Number(string name, ColumnKind kind, Annotation annotation, Func<TSource, long?> get)
    {
        Count++;
        var leaf = new LeafSpec(name, kind, level + 1, MaxRepetition: 0);
        elements.Add(SchemaElement.Leaf(name, kind, annotation));
        writers.Add((rows, encoder) =>
        {
            var present = ArrayPool<long>.Shared.Rent(rows.Length);
            var levels = ArrayPool<byte>.Shared.Rent(rows.Length);
            int count = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                var source = select(rows[i]);
                long? number = source is null ? null : get(source);
                present[count] = number.GetValueOrDefault();
                levels[i] = (byte)(source is null ? 0 : number is null ? level : level + 1);
                count += number is null ? 0 : 1;
            }

            encoder.Add(leaf, present.AsSpan(0, count), levels.AsSpan(0, rows.Length));
            ArrayPool<long>.Shared.Return(present);
            ArrayPool<byte>.Shared.Return(levels);
        });
        return this;
    }

    // The texts of a list, or the keys or values of a map.
    void AddElements(string name, int definition, Func<TSource, IEnumerable<string?>?> get) =>
        AddTexts(name, ColumnKind.Text, definition, (source, values) => values.AddList(get(source), level), repetition: 1);

    void AddTexts(string name, ColumnKind kind, int definition, Action<TSource, TextValues> add, int repetition = 0)
    {
        // Only the keys of a map are always there: one level less than values.
        bool isRequired = repetition > 0 && definition == level + 2;
        var leaf = new LeafSpec(name, kind, definition, repetition);
        elements.Add(SchemaElement.Leaf(
            name,
            kind,
            kind != ColumnKind.Binary ? Annotation.Utf8 : Annotation.None,
            isRequired ? Repetition.Required : Repetition.Optional));
        writers.Add((rows, encoder) =>
        {
            using var values = new TextValues(leaf);
            foreach (var row in rows)
            {
                if (select(row) is { } source)
                {
                    add(source, values);
                }
                else
                {
                    values.AddMissing(0);
                }
            }

            encoder.Add(values.Column);
        });
    }
}
