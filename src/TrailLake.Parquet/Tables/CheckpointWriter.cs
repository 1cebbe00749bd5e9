using System.Linq;
using Parquet;
using Parquet.Schema;
using TrailLake.DeltaLog;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Tables;

/// <summary>Writes actions as the rows of a checkpoint.</summary>
sealed class CheckpointWriter
{
    static readonly Dictionary<string, string?> s_noOptions = [];

    readonly Dictionary<string, DataField> _fields;
    readonly List<Func<ParquetRowGroupWriter, IReadOnlyList<DeltaAction>, Task<ValueBounds>>> _writers = [];

    public CheckpointWriter(ParquetSchema schema)
    {
        _fields = schema.DataFields.ToDictionary(field => string.Join('.', field.Path.ToList()));
        Text<TxnAction>("txn.appId", a => a.AppId);
        Value<TxnAction, long>("txn.version", a => a.Version);
        Value<TxnAction, long>("txn.lastUpdated", a => a.LastUpdated);
        Text<AddAction>("add.path", a => a.Path);
        Map<AddAction>("add.partitionValues", a => a.PartitionValues);
        Value<AddAction, long>("add.size", a => a.Size);
        Value<AddAction, long>("add.modificationTime", a => a.ModificationTime);

        // The protocol: what a checkpoint repeats changes no data.
        Value<AddAction, bool>("add.dataChange", _ => false);
        Text<AddAction>("add.stats", a => a.Stats);
        Map<AddAction>("add.tags", a => Nullable(a.Tags));
        Text<RemoveAction>("remove.path", a => a.Path);
        Value<RemoveAction, long>("remove.deletionTimestamp", a => a.DeletionTimestamp);
        Value<RemoveAction, bool>("remove.dataChange", _ => false);
        Value<RemoveAction, bool>("remove.extendedFileMetadata", _ => true);
        Map<RemoveAction>("remove.partitionValues", a => a.PartitionValues);
        Value<RemoveAction, long>("remove.size", a => a.Size);
        Text<MetadataAction>("metaData.id", a => a.Id);
        Text<MetadataAction>("metaData.name", a => a.Name);
        Text<MetadataAction>("metaData.format.provider", _ => "parquet");
        Map<MetadataAction>("metaData.format.options", _ => s_noOptions);
        Text<MetadataAction>("metaData.schemaString", a => a.SchemaString);
        Texts<MetadataAction>("metaData.partitionColumns.list.element", 3, a => a.PartitionColumns);
        Map<MetadataAction>("metaData.configuration", a => Nullable(a.Configuration));
        Value<MetadataAction, long>("metaData.createdTime", a => a.CreatedTime);
        Value<ProtocolAction, int>("protocol.minReaderVersion", a => a.MinReaderVersion);
        Value<ProtocolAction, int>("protocol.minWriterVersion", a => a.MinWriterVersion);
        if (_writers.Count != schema.DataFields.Length)
        {
            throw new InvalidOperationException("The checkpoint's schema and its columns differ.");
        }
    }

    public async Task<IReadOnlyList<ValueBounds>> WriteAsync(ParquetWriter writer, IReadOnlyList<DeltaAction> actions)
    {
        using var group = writer.CreateRowGroup();
        var bounds = new List<ValueBounds>();
        foreach (var write in _writers)
        {
            bounds.Add(await write(group, actions).ConfigureAwait(false));
        }

        group.CompleteValidate();
        return bounds;
    }

    static Dictionary<string, string?>? Nullable(IReadOnlyDictionary<string, string>? map) =>
        map?.ToDictionary(p => p.Key, p => (string?)p.Value);

    void Text<TAction>(string path, Func<TAction, string?> get)
        where TAction : DeltaAction => Value<TAction, ReadOnlyMemory<char>>(path, a => get(a)?.AsMemory());

    void Value<TAction, T>(string path, Func<TAction, T?> get)
        where TAction : DeltaAction
        where T : struct => Add<T>(path, (action, values, level) =>
        {
            if (action is not TAction a)
            {
                values.AddMissing(0);
            }
            else if (get(a) is { } value)
            {
                values.Add(value, level);
            }
            else
            {
                values.AddMissing(level - 1);
            }
        });

    void Map<TAction>(string path, Func<TAction, IReadOnlyDictionary<string, string?>?> get)
        where TAction : DeltaAction
    {
        // Levels from the key's on down: the key, the map without entries, no map.
        Texts<TAction>(path + ".key_value.key", 2, a => get(a)?.Select(pair => pair.Key));
        Texts<TAction>(path + ".key_value.value", 3, a => get(a)?.Select(pair => pair.Value));
    }

    // A text inside a list or map. `depth`: how many levels lie between a text and "no list".
    void Texts<TAction>(string path, int depth, Func<TAction, IEnumerable<string?>?> get)
        where TAction : DeltaAction => Add<ReadOnlyMemory<char>>(path, (action, values, level) =>
        {
            var texts = action is TAction a ? get(a) : null;
            if (texts is null)
            {
                values.AddMissing(action is TAction ? level - depth : 0);
                return;
            }

            int repetition = 0;
            foreach (string? text in texts)
            {
                if (text is null)
                {
                    values.AddMissing(level - 1, repetition);
                }
                else
                {
                    values.Add(text.AsMemory(), level, repetition);
                }

                repetition = 1;
            }

            if (repetition == 0)
            {
                values.AddMissing(level - depth + 1);
            }
        });

    void Add<T>(string path, Action<DeltaAction, ColumnBuilder<T>, int> add)
        where T : struct
    {
        var field = _fields[path];
        _writers.Add((group, actions) => ColumnBuilder<T>.WriteAsync(group, field, actions, add));
    }
}
