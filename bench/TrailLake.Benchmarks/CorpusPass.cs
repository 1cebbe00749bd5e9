using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Scanning;

namespace TrailLake.Benchmarks;

/// <summary>
/// Goes over a corpus with one scanner, as one thread of an ingest does. What it needs is made once, so that a pass shows what a pass
/// allocates.
/// </summary>
sealed class CorpusPass(Corpus corpus)
{
    static readonly byte[] s_source = "s3://bench/AWSLogs/000000000000/CloudTrail/object.json.gz"u8.ToArray();

    readonly RecordReader _reader = new();
    readonly RecordAppender _appender = new();
    readonly RecordHasher _hasher = new(RecordHashKey.FromSecret(new byte[RecordHashKey.SecretLength]));
    readonly List<MemoryStream> _contents = [.. corpus.Plain.Select(plain => new MemoryStream(plain, writable: false))];

    /// <summary>Frames and scans every record; returns how many.</summary>
    public long Scan()
    {
        long records = 0;
        foreach (var content in _contents)
        {
            Begin(content);
            while (Next())
            {
                records++;
            }
        }

        return records;
    }

    /// <summary>Scans every record into a batch, which is emptied before and sealed after.</summary>
    public long Fill(ColumnBatch batch)
    {
        batch.Reset();
        foreach (var content in _contents)
        {
            Begin(content);
            for (long index = 0; Next(); index++)
            {
                var record = _reader.Record;
                record.Hash = _hasher.Hash(record, _reader.RecordBuffer);
                _appender.Append(batch, record, _reader.RecordBuffer, new RowOrigin(s_source, index, isConflict: false));
            }
        }

        batch.Seal();
        return batch.RowCount;
    }

    /// <summary>What the scanner finds in all records.</summary>
    public Answer Judge()
    {
        var answer = default(Answer);
        foreach (var content in _contents)
        {
            Begin(content);
            while (Next())
            {
                answer = answer.WithRecord();
                foreach (var id in Answer.Judged)
                {
                    // An empty text is no value here, and the generator writes none.
                    var text = _reader.Record.Text(id, _reader.RecordBuffer);
                    answer = text.IsEmpty ? answer : answer.With(id, text);
                }
            }
        }

        return answer;
    }

    void Begin(MemoryStream content)
    {
        content.Position = 0;
        _reader.Begin(content);
    }

    bool Next() => _reader.Read() switch
    {
        ReadOutcome.Record => true,
        ReadOutcome.End => false,
        _ => throw new InvalidOperationException(
            $"rejected a part of the corpus: {_reader.Reject.Kind} at {_reader.Reject.Offset}; expected only records"),
    };
}
