using TrailLake.Hashing;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;
using TrailLake.Scanning;
using TrailLake.Tables;

namespace TrailLake.Ingest.Repair;

/// <summary>Reads source objects again, and finds out whether they are what the ledger says.</summary>
sealed class SourceRereader(SourceLocator sources, IngestOptions options, RecordHashKey key) : IDisposable
{
    RepairSource _source = null!;
    LogObject _item = null!;
    string _batch = "";

    /// <summary>Has the record that <see cref="NextRecord"/> has reached.</summary>
    public ObjectReader Reader { get; } = new(options.Containers, options.MaxContentBytes, key);

    /// <summary>The ledger row of the object that was read last. Its events are counted as duplicates: none was taken.</summary>
    public ObjectRow Row { get; private set; } = null!;

    /// <summary>The rejects of the object that was read last.</summary>
    public List<RejectRow> Rejects { get; } = [];

    /// <summary>Begins an object.</summary>
    /// <param name="batch">Batch for its rows.</param>
    public void Begin(RepairSource source, LogObject item, string batch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (_source, _item, _batch) = (source, item, batch);
        Rejects.Clear();

        // The wait is for an object's first byte, once: what is large comes through a stream that reads ahead.
        Reader.Begin(item, () => sources.OpenAsync(item, cancellation).AsTask().GetAwaiter().GetResult(), cancellation);
    }

    /// <summary>Goes to the next record; false at the end, where what is wrong with the object becomes its failure.</summary>
    public bool NextRecord()
    {
        ReadOutcome found;
        while ((found = Reader.Read()) == ReadOutcome.Reject)
        {
            Rejects.Add(Reader.Reject.ToRow(_item.Uri, _batch));
        }

        if (found == ReadOutcome.Record)
        {
            return true;
        }

        Row = Reader.ToRow(new RecordCounts { Duplicates = Reader.Records }, _batch);
        if (Row.State == ObjectState.Unreadable)
        {
            _source.Failure = Row.Reason;
        }
        else if (_source.Row is { Sha256: { } sha256 } && sha256 != Row.Sha256)
        {
            _source.Failure = $"its SHA-256 is {Row.Sha256}, the ledger has {sha256}: it was changed since it was ingested";
        }

        return false;
    }

    /// <summary>Reads an object for its <see cref="Row"/> and <see cref="Rejects"/>.</summary>
    public void ReadAll(RepairSource source, LogObject item, string batch, CancellationToken cancellation)
    {
        Begin(source, item, batch, cancellation);
        while (NextRecord())
        {
        }
    }

    public void Dispose() => Reader.Dispose();
}
