using System.Globalization;
using System.Text;
using TrailLake.Ingest.Bodies;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Reading;

/// <summary>The parts of an object, of which all but containers have one, and what of them becomes rejects.</summary>
sealed partial class ObjectReader
{
    // Of members that cannot be read: the message of the first, its index, and how many there are.
    readonly Dictionary<string, (string Message, long Index, long Count)> _problems = new(StringComparer.Ordinal);

    // Records of the part that is being read, and where it begins among all.
    long _partRecords;
    long _partStart;

    // Whether the part's last reject tells where the content broke off.
    bool _sawEnd;

    /// <summary>Begins a part, or rejects it as a whole.</summary>
    void BeginPart()
    {
        _partRecords = 0;
        _partStart = _rejects.Next;
        _rejects.Member = _parts.Path;
        _keyAccount = Encoding.UTF8.GetBytes(_parts.Key?.Account ?? _object.Key.Account ?? "");
        if (_parts.Damage is { } damage)
        {
            // It makes the object a damaged one, which is read on behind it.
            _rejects.Add(new RejectedContent(KindOf(damage), 0, 0, 0, []), damage.Message);
            _damage ??= _rejects.InMember(damage.Message);
        }
        else if (_parts.Problem is { } problem)
        {
            TakeProblem(problem);
        }
        else if (_parts.Unknown is { } form)
        {
            RejectWhole(form);
        }
        else
        {
            _reader.Begin(_parts.Stream);
            _isInPart = true;
        }
    }

    /// <summary>Reads a record or a reject of the part; false at its end.</summary>
    bool ReadPart()
    {
        switch (_reader.Read())
        {
            case ReadOutcome.End:
                return false;
            case ReadOutcome.Record:
                if (_partRecords++ == 0)
                {
                    _merger.FlushHeld();
                }

                TakeRecord();
                break;
            default:
                TakeReject();
                break;
        }

        if ((_rejects.Next & CancellationMask) == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }

        return true;
    }

    void EndPart()
    {
        _merger.Flush();
        var failure = _reader.Failure;
        if (failure is InvalidDataException && _parts.Path is not null && failure != _content.Failure)
        {
            // The member is damaged, what comes behind it may be whole.
            if (!_sawEnd)
            {
                long end = _reader.ContentLength;
                _rejects.Add(new RejectedContent(RejectReason.CorruptArchive, end, 0, end, []), failure.Message);
            }

            _damage ??= _rejects.InMember(failure.Message);
            _sawEnd = false;
            return;
        }

        _failure = failure;
        if (failure is null && _parts.Key is { } key && key.IsLogFile(_parts.Path) && _rejects.Next == _partStart)
        {
            string found = RejectText.Empty(_reader.ContentLength, _reader.ContentLength, _reader.ContentLength == 0);
            _rejects.Add(new RejectedContent(RejectReason.EmptyObject, 0, 0, 0, []), found);
            _damage ??= _rejects.InMember("empty log file: " + found);
        }
    }

    /// <summary>Counts a member that cannot be read: those that cannot for the same reason become one reject.</summary>
    void TakeProblem(string problem)
    {
        string message = _rejects.InMember(problem);
        _damage ??= message;
        _problems[problem] = _problems.TryGetValue(problem, out var known)
            ? known with { Count = known.Count + 1 }
            : (message, _rejects.CountReject(), 1);
    }

    void FlushProblems()
    {
        // The messages name the members.
        _rejects.Member = null;
        foreach (var (message, index, count) in _problems.Values)
        {
            string others = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"; the same of {count - 1} more members");
            _rejects.HandOut(index, new RejectedContent(RejectReason.CorruptArchive, 0, 0, 0, []), message + others);
        }

        _problems.Clear();
    }

    /// <summary>Rejects a part as a whole, reading it to its end.</summary>
    void RejectWhole(string form)
    {
        var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        long length = 0;
        for (int read; (read = _parts.Stream.Read(buffer)) > 0; length += read)
        {
            kept.Write(buffer, 0, (int)Math.Min(read, ScanLimits.MaxRejectedBytes - kept.Length));
        }

        _rejects.Add(new RejectedContent(RejectReason.UnknownForm, 0, length, 0, kept.ToArray()), form);
    }

    void TakeReject()
    {
        var reject = _reader.Reject;
        string? detail = null;
        if (reject.Kind == RejectReason.Truncated && _reader.Failure is { } failure)
        {
            _sawEnd = true;
            if (failure is not (InvalidDataException or GzipBombException))
            {
                // Reading failed: the next run tries again, so the rest of the record is not lost.
                return;
            }

            reject = reject with { Kind = KindOf(failure) };
            detail = failure.Message;
        }
        else if (_content.IsBlank && _object.Key.IsLogFile(_object.Uri))
        {
            reject = reject with { Kind = RejectReason.EmptyObject };
        }
        else if (_merger.TryTake(reject, _partRecords == 0))
        {
            return;
        }

        _rejects.Add(reject, detail);
    }

    static RejectReason KindOf(Exception failure) => failure is GzipBombException ? RejectReason.GzipBomb
        : ContentParts.IsDamageOfPart(failure) ? RejectReason.CorruptArchive
        : RejectReason.CorruptGzip;
}
