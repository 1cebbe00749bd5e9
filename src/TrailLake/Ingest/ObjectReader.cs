using System;
using System.IO;
using System.Text;
using System.Threading;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Ingest.Contents;
using TrailLake.Lake;
using TrailLake.Scanning;
using TrailLake.Schema;

namespace TrailLake.Ingest;

/// <summary>Reads one object after the other: inflates, scans, and hands events, rejects and the ledger row to its sink. One for each worker.</summary>
sealed partial class ObjectReader : IDisposable
{
    const long MicrosecondsPerDay = 86_400_000_000;

    readonly ContentStream _content = new();
    readonly RecordReader _reader = new();
    readonly RecordAppender _appender = new();
    readonly IngestOptions _options;
    readonly IObjectSink _sink;
    readonly ContentParts _parts;
    readonly KindredRejects _rejects;
    readonly RecordHasher _hasher;
    byte[] _uri = [];
    byte[] _keyAccount = [];

    public ObjectReader(IngestOptions options, RecordHashKey key, IObjectSink sink)
    {
        _options = options;
        _sink = sink;
        _parts = new ContentParts(options.Containers);
        _rejects = new KindredRejects(this);
        _hasher = new RecordHasher(key);
    }

    /// <summary>Reads an object to its end, or as far as it can be read.</summary>
    public void Read(LogObject item, Func<Stream> open, CancellationToken cancellation)
    {
        var tally = new ObjectTally { FirstTime = long.MaxValue, LastTime = long.MinValue };
        _uri = Encoding.UTF8.GetBytes(item.Uri);
        _keyAccount = Encoding.UTF8.GetBytes(item.Key.Account ?? "");
        Stream stored;
        try
        {
            stored = open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _sink.AddObject(item, Row(item, tally, ObjectState.Unreadable, e.Message, null, null), tally, 0, 0);
            return;
        }

        using (stored)
        {
            Read(item, stored, item.Size < 0 ? null : open, ref tally, cancellation);
        }
    }

    public void Dispose()
    {
        _parts.Dispose();
        _content.Dispose();
        _hasher.Dispose();
    }

    void Read(LogObject item, Stream stored, Func<Stream>? reopen, ref ObjectTally tally, CancellationToken cancellation)
    {
        Exception? failure = null;
        string? sha256 = null;
        string? contentSha256 = null;
        bool sawEnd = false;
        _damage = null;
        try
        {
            _content.Begin(stored, item.Size, _options.MaxContentBytes, reopen);
            _parts.Begin(_content, _options.MaxContentBytes);
            while (failure is null && _parts.Next())
            {
                failure = ReadPart(item, ref tally, ref sawEnd, cancellation);
            }

            if (failure is null)
            {
                _parts.Drain();
            }

            sha256 = _content.FinishRaw();
            contentSha256 = _content.FinishContent();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            failure ??= e;
        }

        _rejects.Flush(item, ref tally);
        FlushProblems(item);

        // What has rejects may be damaged in a way that its length does not show.
        if (failure is null && (!_content.EndsAsOneMember || (tally.Rejects > 0 && !_content.IsProven)))
        {
            failure = _sink.JudgeGzip(item, out long members);
            NoteMembers(item, members);
        }

        if (failure is null && _damage is null && IsEmptyLog(item, tally))
        {
            TakeEmpty(item, ref tally, sha256, contentSha256);
            return;
        }

        var state = failure switch
        {
            null => tally.Losses > 0 || _damage is not null ? ObjectState.Damaged : ObjectState.Done,
            InvalidDataException or GzipBombException => ObjectState.Damaged,
            _ => ObjectState.Unreadable,
        };
        if (failure is not null && state == ObjectState.Damaged && !sawEnd)
        {
            // The break lies between records: without this row the ledger would be the only one to know of it.
            long end = _content.ContentLength;
            AddReject(item, new Rejected(KindOf(failure), end, 0, end, []), failure.Message, ref tally);
        }

        string? reason = failure?.Message ?? _damage ?? (tally.Losses > 0 ? RejectText.Reason(tally.FirstLoss, tally.Losses) : null);
        _sink.AddObject(
            item,
            Row(item, tally, state, reason, sha256, failure is null ? contentSha256 : null),
            tally,
            _content.RawLength,
            _content.ContentLength);
        AddNotes(item, tally);
    }

    void TakeRecord(LogObject item, ref ObjectTally tally)
    {
        var record = _reader.Record;
        var buffer = _reader.RecordBuffer.AsSpan();
        tally.Timestamps += record.HasTimestamp ? 1 : 0;
        record.Hash = _hasher.Hash(record, _reader.RecordBuffer);
        tally.FirstTime = Math.Min(tally.FirstTime, record.EventTime);
        tally.LastTime = Math.Max(tally.LastTime, record.EventTime);
        var account = record.Text(FieldId.RecipientAccountId, buffer);
        int day = (int)(record.EventTime / MicrosecondsPerDay);
        long index = tally.Next;
        account = account.Length is 0 or > PartitionKey.MostAccountBytes ? _keyAccount : account;
        var identity = new EventIdentity(_hasher.HashId(record.Text(FieldId.EventId, buffer)), record.Hash);
        var placed = _sink.Place(item, index, day, account, identity);
        if (placed.Verdict == EventIdVerdict.Copy)
        {
            tally.Duplicates++;
            if (placed.KeptObject is { } kept)
            {
                _sink.AddCopy(item, index, kept, placed.KeptIndex);
            }

            return;
        }

        if (placed.Verdict == EventIdVerdict.Deferred)
        {
            _sink.Defer(item, index, day, account, buffer[record.Start..record.End], record.Hash);
            tally.Deferred++;
            return;
        }

        bool isConflict = placed.Verdict == EventIdVerdict.Conflict;
        _appender.Append(placed.Batch!, record, buffer, new RowOrigin(_uri, index, isConflict));
        tally.Events++;
        tally.Conflicts += isConflict ? 1 : 0;
        _sink.Placed(placed.Batch!, record.End - record.Start);
    }

    ObjectRow Row(LogObject item, in ObjectTally tally, ObjectState state, string? reason, string? sha256, string? contentSha256)
    {
        var key = item.Key;
        return new ObjectRow
        {
            Uri = item.Uri,
            ETag = item.ETag,
            Account = key.Account,
            Region = key.Region,
            Kind = key.Kind.ToString(),
            Prefix = key.Prefix,
            Organization = key.Organization,
            DeliveryTime = key.DeliveryTime,
            Size = item.Size >= 0 ? item.Size : _content.RawLength,
            ContentSize = state == ObjectState.Unreadable && sha256 is null ? 0 : _content.ContentLength,
            LastModified = item.LastModified,
            Sha256 = sha256,
            ContentSha256 = contentSha256,
            Records = tally.Next,
            Events = tally.Events,
            Duplicates = tally.Duplicates,
            Rejects = tally.Rejects,
            FirstEventTime = Time(tally.FirstTime, tally.Next),
            LastEventTime = Time(tally.LastTime, tally.Next),
            State = state,
            Reason = reason,
            IngestedAt = DateTime.UtcNow,
            Version = _sink.Version,
            Batch = _sink.Batch,
        };
    }

    static DateTime? Time(long microseconds, long records) =>
        records == 0 || microseconds is long.MaxValue or long.MinValue ? null : DateTime.UnixEpoch.AddTicks(microseconds * 10);
}
