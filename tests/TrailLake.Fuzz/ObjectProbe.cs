using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Ingest;
using TrailLake.Lake;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Fuzz;

/// <summary>Runs the real reader of objects over bytes in memory and remembers what it handed out.</summary>
sealed class ObjectProbe : IObjectSink
{
    readonly byte[] _stored;
    readonly Random? _pieces;
    static readonly RecordHashKey s_key = RecordHashKey.FromSecret(new byte[RecordHashKey.SecretLength]);

    readonly HashSet<EventIdentity> _identities = [];
    readonly ColumnBatch _batch = new();

    ObjectProbe(byte[] stored, Random? pieces)
    {
        _stored = stored;
        _pieces = pieces;
    }

    string IObjectSink.Batch => "batch";

    string IObjectSink.Version => "fuzz";

    /// <summary>EventIDs of the events, in order.</summary>
    public List<string> EventIds { get; } = [];

    /// <summary>Rejects, duplicates and events as they came.</summary>
    public long Events { get; private set; }

    public long Duplicates { get; private set; }

    public long Rejects { get; private set; }

    /// <summary>The ledger row.</summary>
    public ObjectRow Row { get; private set; } = null!;

    /// <summary>Reads stored bytes.</summary>
    /// <param name="pieces">Gives the sizes of the pieces in which the bytes come; null for all at once.</param>
    public static ObjectProbe Read(byte[] stored, Random? pieces = null)
    {
        var probe = new ObjectProbe(stored, pieces);
        using var reader = new ObjectReader(new IngestOptions { MaxContentBytes = 64 << 20 }, s_key, probe);
        var key = ArchiveKeyParser.Parse("AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/x.json.gz");
        reader.Read(new LogObject("test:one", key, stored.Length, "e", DateTime.UnixEpoch), probe.Open, CancellationToken.None);
        probe._batch.Seal();
        return probe;
    }

    /// <summary>What was handed out, as one text.</summary>
    public string Summary() => $"{string.Join(',', EventIds)}|{Duplicates}|{Rejects}|{Row.State}|{Row.ContentSha256}";

    /// <summary>The rejects: kind, offset, length.</summary>
    public List<Rejected> Rejected { get; } = [];

    /// <summary>Whether a text stands in a value of an event, or in a reject that is well-formed and no record.</summary>
    public bool Holds(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (Rejected.Exists(reject => reject.Kind == ScanErrorKind.NotCloudTrail && reject.Content.AsSpan().IndexOf(bytes) >= 0))
        {
            return true;
        }

        foreach (var column in _batch.Columns)
        {
            if (column is TextColumn values && values.Arena.IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    PlacedRecord IObjectSink.Place(LogObject item, long index, int day, ReadOnlySpan<byte> account, in EventIdentity identity)
    {
        if (identity.EventId != 0 && !_identities.Add(identity))
        {
            Duplicates++;
            return PlacedRecord.PassedOver;
        }

        return new PlacedRecord(EventIdVerdict.New, _batch);
    }

    void IObjectSink.AddCopy(LogObject item, long index, string keptObject, long keptIndex) =>
        throw new InvalidOperationException("nothing was said of what was kept");

    void IObjectSink.Placed(ColumnBatch batch, int bytes)
    {
        Events++;
        var ids = batch.Text(FieldId.EventId);
        EventIds.Add(ids.IsUntouched || ids.Values.Length < batch.RowCount || ids.LastValue < 0
            ? ""
            : Encoding.UTF8.GetString(ids.Entry(ids.LastValue)));
        if (batch.RowCount != Events)
        {
            throw new InvalidOperationException($"the batch has {batch.RowCount} rows after {Events} events");
        }
    }

    void IObjectSink.AddReject(LogObject item, long index, in Rejected reject, string message)
    {
        Rejects++;
        Rejected.Add(reject);
        if (reject.Offset < 0 || reject.Length < 0 || reject.Content.Length > Math.Max(reject.Length, 0))
        {
            throw new InvalidOperationException($"a reject of {reject.Length} bytes at {reject.Offset} holds {reject.Content.Length}");
        }

        if (message.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new InvalidOperationException("the message of a reject has several lines");
        }
    }

    void IObjectSink.AddObject(LogObject item, ObjectRow row, in ObjectTally tally, long bytesIn, long contentBytes) => Row = row;

    Exception? IObjectSink.JudgeGzip(LogObject item, out long members)
    {
        using var stream = Open();
        return GzipMemberStream.Judge(stream, out members);
    }

    Stream Open() => _pieces is null ? new MemoryStream(_stored) : new PieceStream(_stored, new Random(_pieces.Next()));
}
