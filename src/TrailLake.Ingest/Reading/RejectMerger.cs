using System.Buffers;
using System.Globalization;
using TrailLake.Scanning;

namespace TrailLake.Ingest.Reading;

/// <summary>
/// Makes one reject of many of a kind in one content, where they are no damage but of another form: other JSON, a collector's words before
/// each line, or anything where there is no record at all. What they held stands in it line by line, the first MiB of it.
/// </summary>
sealed class RejectMerger(FoundRejects found)
{
    const int MostHeld = 64;

    readonly SortedDictionary<RejectReason, Sum> _sums = [];

    // Rejects of a content in which no record was met so far: when one comes, they stand for themselves.
    readonly List<RejectedContent> _held = [];

    /// <summary>Takes a reject; false when it stands for itself.</summary>
    /// <param name="isFirst">Whether no record was met before it in the content.</param>
    public bool TryTake(in RejectedContent reject, bool isFirst)
    {
        if (reject.Kind is RejectReason.NotCloudTrail or RejectReason.NotAnObject or RejectReason.TextAroundRecords)
        {
            Add(reject, isFirst);
            return true;
        }

        if (!isFirst || reject.Kind != RejectReason.InvalidJson || reject.IsLoss || IsOfRecord(reject.Content))
        {
            return false;
        }

        _held.Add(reject);
        if (_held.Count > MostHeld || _sums.ContainsKey(reject.Kind))
        {
            AddHeld();
        }

        return true;
    }

    /// <summary>Hands out what stands for itself, now that a record was met.</summary>
    public void FlushHeld()
    {
        foreach (var held in _held)
        {
            found.Add(held, null);
        }

        _held.Clear();
    }

    /// <summary>Hands out all, at the end of a content.</summary>
    public void Flush()
    {
        AddHeld();
        foreach (var sum in _sums.Values)
        {
            HandOut(sum);
        }

        _sums.Clear();
    }

    void AddHeld()
    {
        foreach (var held in _held)
        {
            Add(held, isFirst: true);
        }

        _held.Clear();
    }

    void Add(in RejectedContent reject, bool isFirst)
    {
        if (_sums.TryGetValue(reject.Kind, out var sum))
        {
            if (isFirst || sum.HasRoomFor(reject))
            {
                sum.Add(reject);
                return;
            }

            // Among records each byte is kept.
            HandOut(sum);
        }

        // Its index is that of the first of them.
        _sums[reject.Kind] = new Sum(reject, found.CountReject());
    }

    void HandOut(Sum sum)
    {
        var reject = sum.ToReject();
        string message = RejectText.Message(reject);
        if (reject.Kind == RejectReason.InvalidJson)
        {
            message += "; no record was found in all of it, and CloudTrail's logs are JSON";
        }

        found.HandOut(sum.Index, reject, sum.Count == 1 ? message : message + sum.Words());
    }

    static bool IsOfRecord(ReadOnlySpan<byte> content) =>
        content.IndexOf("\"eventVersion\""u8) >= 0 || content.IndexOf("\"eventName\""u8) >= 0;

    sealed class Sum(RejectedContent first, long index)
    {
        readonly RejectedContent _first = first;
        ArrayBufferWriter<byte>? _content;
        long _length = first.Length;
        long _last = first.Offset;

        public long Count { get; private set; } = 1;

        public long Index { get; } = index;

        public bool HasRoomFor(in RejectedContent reject) =>
            (_content?.WrittenCount ?? _first.Content.Length) + 1 + reject.Content.Length <= ScanLimits.MaxRejectedBytes;

        public void Add(in RejectedContent reject)
        {
            Count++;
            _length += reject.Length;
            _last = reject.Offset;
            if (_content is null)
            {
                _content = new ArrayBufferWriter<byte>();
                _content.Write(_first.Content);
            }

            if (_content.WrittenCount < ScanLimits.MaxRejectedBytes)
            {
                _content.Write("\n"u8);
                int room = ScanLimits.MaxRejectedBytes - _content.WrittenCount;
                _content.Write(reject.Content.AsSpan(0, Math.Min(reject.Content.Length, room)));
            }
        }

        public RejectedContent ToReject() =>
            _content is null ? _first : _first with { Length = _length, Content = _content.WrittenSpan.ToArray() };

        public string Words() => string.Create(
            CultureInfo.InvariantCulture,
            $"; {Count} such, the first at byte {_first.Offset} of the content, the last at {_last}, kept here one a line");
    }
}
