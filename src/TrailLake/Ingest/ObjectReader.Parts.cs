using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using TrailLake.Errors;
using TrailLake.Ingest.Contents;
using TrailLake.Lake;
using TrailLake.Scanning;

namespace TrailLake.Ingest;

/// <summary>The parts of an object, of which all but containers have one, and what of them becomes rejects.</summary>
sealed partial class ObjectReader
{
    const int MostKept = 1 << 20;

    // What is wrong with a part of an object that is read on behind it.
    string? _damage;

    // Of members that cannot be read: the message of the first, its index, and how many there are.
    readonly Dictionary<string, (string Message, long Index, long Count)> _problems = new(StringComparer.Ordinal);

    // Records of the part that is being read.
    long _partRecords;

    /// <summary>Reads a part; what it gives ends the object.</summary>
    Exception? ReadPart(LogObject item, ref ObjectTally tally, ref bool sawEnd, CancellationToken cancellation)
    {
        _partRecords = 0;
        long before = tally.Next;
        _keyAccount = Encoding.UTF8.GetBytes(_parts.Key?.Account ?? item.Key.Account ?? "");
        if (_parts.Damage is { } damage)
        {
            TakeDamage(item, new Rejected(KindOf(damage), 0, 0, 0, []), damage.Message, ref tally);
            return null;
        }

        if (_parts.Problem is { } problem)
        {
            TakeProblem(problem, ref tally);
            return null;
        }

        if (_parts.Unknown is { } form)
        {
            RejectWhole(item, form, ref tally);
            return null;
        }

        _reader.Begin(_parts.Stream);
        while (_reader.Read() is var outcome and not ReadOutcome.End)
        {
            if (outcome == ReadOutcome.Record)
            {
                if (_partRecords++ == 0)
                {
                    _rejects.FlushHeld(item, ref tally);
                }

                TakeRecord(item, ref tally);
            }
            else
            {
                TakeReject(item, ref tally, ref sawEnd);
            }

            if ((tally.Next & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        _rejects.Flush(item, ref tally);
        return EndPart(item, before, ref tally, ref sawEnd);
    }

    Exception? EndPart(LogObject item, long before, ref ObjectTally tally, ref bool sawEnd)
    {
        var failure = _reader.Failure;
        if (failure is InvalidDataException && _parts.Path is not null && failure != _content.Failure)
        {
            // The member is damaged, what comes behind it may be whole.
            if (!sawEnd)
            {
                long end = _reader.ContentLength;
                AddReject(item, new Rejected(ScanErrorKind.CorruptArchive, end, 0, end, []), failure.Message, ref tally);
            }

            _damage ??= InMember(failure.Message);
            sawEnd = false;
            return null;
        }

        if (failure is null && _parts.Key is { } key && key.IsLogFile(_parts.Path) && tally.Next == before)
        {
            string found = RejectText.Empty(_reader.ContentLength, _reader.ContentLength, _reader.ContentLength == 0);
            AddReject(item, new Rejected(ScanErrorKind.EmptyObject, 0, 0, 0, []), found, ref tally);
            _damage ??= InMember("empty log file: " + found);
        }

        return failure;
    }

    /// <summary>Counts a member that cannot be read: those that cannot for the same reason become one reject.</summary>
    void TakeProblem(string problem, ref ObjectTally tally)
    {
        _damage ??= InMember(problem);
        if (_problems.TryGetValue(problem, out var known))
        {
            _problems[problem] = known with { Count = known.Count + 1 };
        }
        else
        {
            _problems.Add(problem, (InMember(problem), tally.Next, 1));
            tally.Rejects++;
        }
    }

    void FlushProblems(LogObject item)
    {
        foreach (var (message, index, count) in _problems.Values)
        {
            string others = count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"; the same of {count - 1} more members");
            _sink.AddReject(item, index, new Rejected(ScanErrorKind.CorruptArchive, 0, 0, 0, []), message + others);
        }

        _problems.Clear();
    }

    /// <summary>Rejects a part as a whole, reading it to its end.</summary>
    void RejectWhole(LogObject item, string form, ref ObjectTally tally)
    {
        var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        long length = 0;
        for (int read; (read = _parts.Stream.Read(buffer)) > 0; length += read)
        {
            kept.Write(buffer, 0, (int)Math.Min(read, MostKept - kept.Length));
        }

        AddReject(item, new Rejected(ScanErrorKind.UnknownForm, 0, length, 0, kept.ToArray()), form, ref tally);
    }

    void TakeReject(LogObject item, ref ObjectTally tally, ref bool sawEnd)
    {
        var reject = _reader.Reject;
        string? detail = null;
        if (reject.Kind == ScanErrorKind.Truncated && _reader.Failure is { } failure)
        {
            sawEnd = true;
            if (failure is not (InvalidDataException or GzipBombException))
            {
                // Reading failed: the next run tries again, so the rest of the record is not lost.
                return;
            }

            reject = reject with { Kind = KindOf(failure) };
            detail = failure.Message;
        }
        else if (_content.IsBlank && item.Key.IsLogFile(item.Uri))
        {
            reject = reject with { Kind = ScanErrorKind.EmptyObject };
        }
        else if (_rejects.TryTake(item, reject, _partRecords == 0, ref tally))
        {
            return;
        }

        AddReject(item, reject, detail, ref tally);
    }

    // What is blank may be a reject: zeros are no JSON.
    bool IsEmptyLog(LogObject item, in ObjectTally tally) =>
        (tally.Next == 0 || (_content.IsBlank && tally.Rejects == tally.Next)) && item.Key.IsLogFile(item.Uri);

    void TakeEmpty(LogObject item, ref ObjectTally tally, string? sha256, string? contentSha256)
    {
        string found = RejectText.Empty(_content.RawLength, _content.ContentLength, _content.IsBlank);
        if (tally.Rejects == 0)
        {
            AddReject(item, new Rejected(ScanErrorKind.EmptyObject, 0, 0, 0, []), found, ref tally);
        }

        tally.IsEmpty = true;
        var row = Row(item, tally, ObjectState.Damaged, "empty log file: " + found, sha256, contentSha256);
        _sink.AddObject(item, row, tally, _content.RawLength, _content.ContentLength);
    }

    /// <summary>Rejects what makes the object a damaged one, and is read on behind.</summary>
    void TakeDamage(LogObject item, in Rejected reject, string message, ref ObjectTally tally)
    {
        AddReject(item, reject, message, ref tally);
        _damage ??= InMember(message);
    }

    /// <summary>Hands out a reject of the part that is being read, which was counted.</summary>
    internal void HandOut(LogObject item, long index, in Rejected reject, string message) => _sink.AddReject(item, index, reject, InMember(message));

    /// <summary>Counts and hands out a reject of the part that is being read.</summary>
    internal void AddReject(LogObject item, in Rejected reject, string? detail, ref ObjectTally tally)
    {
        HandOut(item, tally.Next, reject, RejectText.Message(reject, detail));
        tally.Rejects++;
        if (reject.IsLoss)
        {
            tally.FirstLoss = tally.Losses++ == 0 ? reject with { Content = [] } : tally.FirstLoss;
        }
    }

    string InMember(string message) => _parts.Path is { } path ? $"in {TerminalText.Escape(path)}: {message}" : message;

    void NoteMembers(LogObject item, long members)
    {
        if (members > 1 && item.Key.IsLogFile(item.Uri))
        {
            _sink.AddNote(IngestNoteKind.AppendedMembers, item, members);
        }
    }

    void AddNotes(LogObject item, in ObjectTally tally)
    {
        if (tally.Timestamps > 0)
        {
            _sink.AddNote(IngestNoteKind.TimestampForEventTime, item, tally.Timestamps);
        }

        if (_parts.LeftAlone > 0)
        {
            _sink.AddNote(IngestNoteKind.MembersLeftAlone, item, _parts.LeftAlone);
        }
    }

    static ScanErrorKind KindOf(Exception failure) => failure is GzipBombException ? ScanErrorKind.GzipBomb
        : ContentParts.IsDamageOfPart(failure) ? ScanErrorKind.CorruptArchive
        : ScanErrorKind.CorruptGzip;
}
