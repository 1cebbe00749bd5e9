using TrailLake.Scanning;

namespace TrailLake.Ingest.Deferral;

/// <summary>Scans records that were scanned before, one at a time.</summary>
sealed class RecordRescanner
{
    readonly TokenIndex _index = new();
    readonly ScannedRecord _record = new();
    readonly EventScanner _scanner;

    public RecordRescanner() => _scanner = new EventScanner(_index);

    /// <summary>The bytes that the slices of the record are of.</summary>
    public byte[] Buffer { get; private set; } = [];

    /// <summary>Scans a record; what it gives is valid until the next one.</summary>
    public ScannedRecord Scan(ReadOnlySpan<byte> text, long hash)
    {
        if (Buffer.Length < text.Length)
        {
            Buffer = new byte[Math.Max(text.Length, Math.Min(Buffer.Length * 2, ScanLimits.MaxRecordBytes))];
        }

        text.CopyTo(Buffer);
        _index.Reset();
        _index.Extend(Buffer.AsSpan(0, text.Length), isFinal: true);

        // The check finds the time of records that have no eventTime of their own.
        return _scanner.Scan(Buffer, 0, _record) == ScanStatus.Done && RecordCheck.Check(_record, Buffer) == RejectReason.None
            ? WithHash(hash)
            : throw new InvalidOperationException("A deferred record cannot be scanned any more.");
    }

    ScannedRecord WithHash(long hash)
    {
        _record.Hash = hash;
        return _record;
    }
}
