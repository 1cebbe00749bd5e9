using System.Text;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Ingest.Bodies;
using TrailLake.Ingest.Sources;
using TrailLake.Scanning;
using TrailLake.Schema;
using TrailLake.Tables;

namespace TrailLake.Ingest.Reading;

/// <summary>Reads object after object: gives records and rejects as they are asked for, then the ledger row. One for each thread.</summary>
sealed partial class ObjectReader : IDisposable
{
    const long MicrosecondsPerDay = 86_400_000_000;

    // Records and rejects between two looks at the cancellation, less one.
    const long CancellationMask = 0xFFF;

    readonly ContentStream _content = new();
    readonly RecordReader _reader = new();
    readonly RecordAppender _appender = new();
    readonly FoundRejects _rejects = new();
    readonly List<(IngestNoteKind Kind, long Count)> _notes = [];
    readonly long _maxContentBytes;
    readonly ContentParts _parts;
    readonly RejectMerger _merger;
    readonly RecordHasher _hasher;
    LogObject _object = null!;
    Func<Stream> _open = null!;
    CancellationToken _cancellation;
    Stream? _stored;
    byte[] _uri = [];
    byte[] _keyAccount = [];
    bool _isBegun;
    bool _isInPart;
    bool _isEnded;
    bool _hasRecord;
    long _timestamps;
    long _firstTime;
    long _lastTime;

    /// <param name="containers">The containers that are read.</param>
    /// <param name="maxContentBytes">Most content of one object.</param>
    public ObjectReader(IReadOnlyList<IContainerFormat> containers, long maxContentBytes, RecordHashKey key)
    {
        _maxContentBytes = maxContentBytes;
        _parts = new ContentParts(containers);
        _merger = new RejectMerger(_rejects);
        _hasher = new RecordHasher(key);
    }

    /// <summary>The record as JSON, after <see cref="ReadOutcome.Record"/>. All of it is valid until the next call.</summary>
    public ReadOnlySpan<byte> RecordText => _reader.RecordBuffer.AsSpan(_reader.Record.Start.._reader.Record.End);

    /// <summary>Which record or reject of the object it is, from 0.</summary>
    public long Index { get; private set; }

    /// <summary>UTC day of the record's eventTime, counted from 1970-01-01.</summary>
    public int Day { get; private set; }

    /// <summary>Account of the record's partition, UTF-8; empty when none is known.</summary>
    public ReadOnlySpan<byte> Account
    {
        get
        {
            var account = _reader.Record.Text(FieldId.RecipientAccountId, _reader.RecordBuffer);
            return account.Length is 0 or > PartitionKey.MostAccountBytes ? _keyAccount : account;
        }
    }

    /// <summary>What the record is known by when it comes again.</summary>
    public EventIdentity Identity { get; private set; }

    /// <summary>What was rejected, after <see cref="ReadOutcome.Reject"/>.</summary>
    public FoundReject Reject { get; private set; }

    /// <summary>URI of the object, UTF-8.</summary>
    public ReadOnlySpan<byte> Uri => _uri;

    /// <summary>Records of the object so far.</summary>
    public long Records => _rejects.Records;

    /// <summary>Begins an object; what was left of the one before is dropped.</summary>
    /// <param name="open">Opens it; may be called again when its content turns out to be damaged.</param>
    public void Begin(LogObject item, Func<Stream> open, CancellationToken cancellation)
    {
        CloseStored();
        _object = item;
        _open = open;
        _cancellation = cancellation;
        _uri = Encoding.UTF8.GetBytes(item.Uri);
        _isBegun = _isInPart = _isEnded = _hasRecord = false;
        (_timestamps, _firstTime, _lastTime) = (0, long.MaxValue, long.MinValue);
        _rejects.Begin();
        BeginOutcome();
        try
        {
            _stored = open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isEnded = true;
            State = ObjectState.Unreadable;
            _reason = e.Message;
        }
    }

    /// <summary>Goes to the next record or reject, or to the end, which may be as far as the object can be read.</summary>
    public ReadOutcome Read()
    {
        while (true)
        {
            if (!_rejects.IsEmpty)
            {
                Reject = _rejects.Take();
                return ReadOutcome.Reject;
            }

            if (_hasRecord)
            {
                _hasRecord = false;
                return ReadOutcome.Record;
            }

            if (_isEnded)
            {
                return ReadOutcome.End;
            }

            if (!_isInPart || !ReadPart())
            {
                Advance();
            }
        }
    }

    /// <summary>Appends the record to a batch.</summary>
    public void AppendTo(ColumnBatch rows, bool isConflict) =>
        _appender.Append(rows, _reader.Record, _reader.RecordBuffer, new RowOrigin(_uri, Index, isConflict));

    public void Dispose()
    {
        CloseStored();
        _parts.Dispose();
        _content.Dispose();
        _hasher.Dispose();
    }

    /// <summary>Goes to the next part, behind the last one to the end.</summary>
    void Advance()
    {
        try
        {
            if (!_isBegun)
            {
                _isBegun = true;
                _content.Begin(_stored!, _object.Size, _maxContentBytes, _object.Size < 0 ? null : _open);
                _parts.Begin(_content, _maxContentBytes);
            }

            if (_isInPart)
            {
                _isInPart = false;
                EndPart();
            }

            if (_failure is null && _parts.Next())
            {
                BeginPart();
                return;
            }

            if (_failure is null)
            {
                _parts.Drain();
            }

            _sha256 = _content.FinishRaw();
            _contentSha256 = _content.FinishContent();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _failure ??= e;
        }

        EndObject();
        CloseStored();
    }

    void TakeRecord()
    {
        var record = _reader.Record;
        var buffer = _reader.RecordBuffer;
        record.Hash = _hasher.Hash(record, buffer);
        _timestamps += record.HasTimestamp ? 1 : 0;
        _firstTime = Math.Min(_firstTime, record.EventTime);
        _lastTime = Math.Max(_lastTime, record.EventTime);
        Day = (int)(record.EventTime / MicrosecondsPerDay);
        Identity = new EventIdentity(_hasher.HashId(record.Text(FieldId.EventId, buffer)), record.Hash);
        Index = _rejects.CountRecord();
        _hasRecord = true;
    }

    void CloseStored()
    {
        _stored?.Dispose();
        _stored = null;
    }
}
