using TrailLake.Ingest.Bodies;
using TrailLake.Scanning;
using TrailLake.Schema;
using TrailLake.Tables;

namespace TrailLake.Ingest.Reading;

/// <summary>The outcome of an object, known after <see cref="ReadOutcome.End"/>.</summary>
sealed partial class ObjectReader
{
    // What ended the reading before the object's end.
    Exception? _failure;

    // What is wrong with a part of an object that is read on behind it.
    string? _damage;

    string? _reason;
    string? _sha256;
    string? _contentSha256;

    /// <summary>Whether it was read to its end, and whole.</summary>
    public ObjectState State { get; private set; }

    /// <summary>True for a log file without a single record; its one reject says so.</summary>
    public bool IsEmptyLog { get; private set; }

    /// <summary>Bytes read as stored.</summary>
    public long BytesIn { get; private set; }

    /// <summary>Bytes of content read.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>What is worth a word and no fault, each with the number of records or members.</summary>
    public IReadOnlyList<(IngestNoteKind Kind, long Count)> Notes => _notes;

    /// <summary>The object's ledger row.</summary>
    /// <param name="counts">What became of its records.</param>
    public ObjectRow ToRow(in RecordCounts counts, string batch)
    {
        var key = _object.Key;
        return new ObjectRow
        {
            Uri = _object.Uri,
            ETag = _object.ETag,
            Account = key.Account,
            Region = key.Region,
            Kind = key.Kind.ToString(),
            Prefix = key.Prefix,
            Organization = key.Organization,
            DeliveryTime = key.DeliveryTime,
            Size = _object.Size >= 0 ? _object.Size : BytesIn,
            ContentSize = State == ObjectState.Unreadable && _sha256 is null ? 0 : ContentBytes,
            LastModified = _object.LastModified,
            Sha256 = _sha256,
            ContentSha256 = _failure is null ? _contentSha256 : null,
            Records = _rejects.Next,
            Events = counts.Events,
            Duplicates = counts.Duplicates,
            Rejects = _rejects.Count,
            FirstEventTime = TimeOf(_firstTime),
            LastEventTime = TimeOf(_lastTime),
            State = State,
            Reason = _reason,
            IngestedAt = DateTime.UtcNow,
            Version = ProductVersion.Text,
            Batch = batch,
        };
    }

    void BeginOutcome()
    {
        _failure = null;
        _damage = _reason = _sha256 = _contentSha256 = null;
        _sawEnd = IsEmptyLog = false;
        (BytesIn, ContentBytes) = (0, 0);
        State = ObjectState.Done;
        _notes.Clear();
    }

    void EndObject()
    {
        _isEnded = true;
        _merger.Flush();
        FlushProblems();
        _rejects.Member = _parts.Path;
        (BytesIn, ContentBytes) = (_content.RawLength, _content.ContentLength);

        // What has rejects may be damaged in a way that its length does not show.
        if (_failure is null && (!_content.EndsAsOneMember || (_rejects.Count > 0 && !_content.IsProven)))
        {
            _failure = JudgeGzip(out long members);
            AddNote(IngestNoteKind.AppendedMembers, members > 1 && _object.Key.IsLogFile(_object.Uri) ? members : 0);
        }

        if (_failure is not null)
        {
            EndFailed(_failure);
        }
        else if (_damage is null && HasNoRecord())
        {
            EndEmpty();
            return;
        }
        else if (_damage is not null || _rejects.Losses > 0)
        {
            State = ObjectState.Damaged;
            _reason = _damage ?? RejectText.Reason(_rejects.FirstLoss, _rejects.Losses);
        }

        AddNote(IngestNoteKind.TimestampForEventTime, _timestamps);
        AddNote(IngestNoteKind.MembersLeftAlone, _parts.LeftAlone);
    }

    void EndFailed(Exception failure)
    {
        State = failure is InvalidDataException or GzipBombException ? ObjectState.Damaged : ObjectState.Unreadable;
        _reason = failure.Message;
        if (State == ObjectState.Damaged && !_sawEnd)
        {
            // The break lies between records: without this row the ledger would be the only one to know of it.
            _rejects.Add(new RejectedContent(KindOf(failure), ContentBytes, 0, ContentBytes, []), failure.Message);
        }
    }

    // What is blank may be a reject: zeros are no JSON.
    bool HasNoRecord() =>
        _rejects.Records == 0 && (_rejects.Count == 0 || _content.IsBlank) && _object.Key.IsLogFile(_object.Uri);

    void EndEmpty()
    {
        string found = RejectText.Empty(BytesIn, ContentBytes, _content.IsBlank);
        if (_rejects.Count == 0)
        {
            _rejects.Add(new RejectedContent(RejectReason.EmptyObject, 0, 0, 0, []), found);
        }

        IsEmptyLog = true;
        State = ObjectState.Damaged;
        _reason = "empty log file: " + found;
    }

    /// <summary>Finds out what is wrong with a gzip object whose end does not fit; null when it is whole after all.</summary>
    /// <param name="members">How many members it has, when it is whole.</param>
    Exception? JudgeGzip(out long members)
    {
        members = 0;
        try
        {
            using var stored = _open();
            return GzipMemberStream.Judge(stored, out members);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    void AddNote(IngestNoteKind kind, long count)
    {
        if (count > 0)
        {
            _notes.Add((kind, count));
        }
    }

    DateTime? TimeOf(long microseconds) => Records == 0 ? null : DateTime.UnixEpoch.AddTicks(microseconds * 10);
}
