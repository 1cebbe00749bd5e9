using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Reading;
using TrailLake.Ingest.Sources;
using TrailLake.Scanning;
using TrailLake.Schema;
using TrailLake.Tables;

namespace TrailLake.Fuzz;

/// <summary>Runs the real reader of objects over bytes in memory and remembers what it handed out.</summary>
sealed class ObjectProbe
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
        using var reader = new ObjectReader([], 64 << 20, s_key);
        var key = ArchiveKeyParser.Parse("AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/x.json.gz");
        reader.Begin(new LogObject("test:one", key, stored.Length, "e", DateTime.UnixEpoch), probe.Open, CancellationToken.None);
        for (ReadOutcome found; (found = reader.Read()) != ReadOutcome.End;)
        {
            if (found == ReadOutcome.Record)
            {
                probe.TakeRecord(reader);
            }
            else
            {
                probe.TakeReject(reader.Reject);
            }
        }

        probe.Row = reader.ToRow(new RecordCounts { Events = probe.Events, Duplicates = probe.Duplicates }, "batch");
        probe._batch.Seal();
        return probe;
    }

    /// <summary>What was handed out, as one text.</summary>
    public string Summary() => $"{string.Join(',', EventIds)}|{Duplicates}|{Rejects}|{Row.State}|{Row.ContentSha256}";

    /// <summary>The rejects: kind, offset, length.</summary>
    public List<RejectedContent> Rejected { get; } = [];

    /// <summary>Whether a text stands in a value of an event, or in a reject that is well-formed and no record.</summary>
    public bool Holds(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (Rejected.Exists(reject => reject.Kind == RejectReason.NotCloudTrail && reject.Content.AsSpan().IndexOf(bytes) >= 0))
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

    void TakeRecord(ObjectReader reader)
    {
        if (reader.Identity.EventId != 0 && !_identities.Add(reader.Identity))
        {
            Duplicates++;
            return;
        }

        reader.AppendTo(_batch, isConflict: false);
        Events++;
        var ids = _batch.Text(FieldId.EventId);
        EventIds.Add(ids.IsUntouched || ids.Values.Length < _batch.RowCount || ids.LastValue < 0
            ? ""
            : Encoding.UTF8.GetString(ids.Entry(ids.LastValue)));
        if (_batch.RowCount != Events)
        {
            throw new InvalidOperationException($"the batch has {_batch.RowCount} rows after {Events} events");
        }
    }

    void TakeReject(in FoundReject found)
    {
        var reject = found.Reject;
        Rejects++;
        Rejected.Add(reject);
        if (reject.Offset < 0 || reject.Length < 0 || reject.Content.Length > Math.Max(reject.Length, 0))
        {
            throw new InvalidOperationException($"a reject of {reject.Length} bytes at {reject.Offset} holds {reject.Content.Length}");
        }

        if (found.Message.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new InvalidOperationException("the message of a reject has several lines");
        }
    }

    Stream Open() => _pieces is null ? new MemoryStream(_stored) : new PieceStream(_stored, new Random(_pieces.Next()));
}
