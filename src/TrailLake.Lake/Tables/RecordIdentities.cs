using System.Text;
using TrailLake.Columns;
using TrailLake.Hashing;
using TrailLake.Scanning;
using TrailLake.Schema;
using TrailLake.Storage;

namespace TrailLake.Tables;

/// <summary>
/// Reads by what the rows of a data file are copies of one another. The hashes that stand in the file are good for that when they are of
/// the lake's key; those of the first format, of a secret that was lost, and of files that another program wrote are made anew from the
/// rebuilt records.
/// </summary>
static class RecordIdentities
{
    /// <summary>Calls back for each row.</summary>
    /// <exception cref="Errors.TrailLakeException">The file is missing or damaged.</exception>
    public static void Read(ILakeFormat format, StoredFile file, RecordHashKey key, EventIdVisitor visit)
    {
        if (!format.ReadEventIds(file, key.Id, visit))
        {
            Rebuild(format, file, key, visit);
        }
    }

    /// <summary>The hashes of a sealed batch's records, row by row, made from its values.</summary>
    public static long[] Hash(ColumnBatch batch, RecordHashKey key)
    {
        var hashes = new long[batch.RowCount];
        using var hasher = new RecordHasher(key);
        var index = new TokenIndex();
        var records = new BatchRecordRebuilder();
        byte[] text = [];
        records.Begin(batch);
        for (int row = 0; row < hashes.Length; row++)
        {
            var record = records.Next();
            if (text.Length < record.Length)
            {
                text = new byte[record.Length * 2];
            }

            record.CopyTo(text);
            index.Reset();
            index.Extend(text.AsSpan(0, record.Length), isFinal: true);
            hashes[row] = hasher.Hash(text, index);
        }

        return hashes;
    }

    static void Rebuild(ILakeFormat format, StoredFile file, RecordHashKey key, EventIdVisitor visit)
    {
        ISegmentReader reader;
        try
        {
            reader = format.OpenSegment(file);
        }
        catch (Errors.TrailLakeException) when (format.ReadEventIds(file, null, visit))
        {
            // Another program wrote it in a way that cannot be read back. Its hashes serve: at worst a copy is taken for new, never the
            // other way round.
            return;
        }

        using (reader)
        {
            var uris = new Dictionary<int, string>();
            for (int group = 0; group < reader.RowGroups; group++)
            {
                var batch = new ColumnBatch();
                reader.Read(group, batch, []);
                batch.Seal();
                var hashes = Hash(batch, key);
                var ids = batch.Text(FieldId.EventId);
                var sources = batch.Text(FieldId.SourceObject);
                uris.Clear();
                for (int row = 0; row < hashes.Length; row++)
                {
                    int source = sources.Values[row];
                    if (!uris.TryGetValue(source, out var uri))
                    {
                        uris.Add(source, uri = source < 0 ? "" : Encoding.UTF8.GetString(sources.Entry(source)));
                    }

                    int id = ids.Values[row];
                    long index = batch.Long(FieldId.SourceIndex).Values[row];
                    visit(id < 0 ? [] : ids.Entry(id), hashes[row], uri, Math.Max(0, index));
                }

                batch.Reset();
            }
        }
    }
}
