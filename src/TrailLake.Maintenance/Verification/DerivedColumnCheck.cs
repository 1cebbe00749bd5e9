using TrailLake.Columns;
using TrailLake.Scanning;
using TrailLake.Schema;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Makes rows anew from the records that they give back, and compares the two. A column that is derived from the record says nothing that
/// the record's hash could prove: the fraction of a time that was delivered otherwise, or JSON that was made readable.
/// </summary>
static class DerivedColumnCheck
{
    const int RowsAtOnce = 512;

    /// <summary>Tells for each row of a sealed batch whether one of its values is not what its record gives.</summary>
    /// <returns>Null when the records cannot be read as such.</returns>
    public static bool[]? FindChanged(ColumnBatch batch)
    {
        var changed = new bool[batch.RowCount];
        var records = new BatchRecordRebuilder();
        var appender = new RecordAppender();
        using var text = new MemoryStream();
        records.Begin(batch);
        for (int first = 0; first < changed.Length; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, changed.Length - first);
            text.SetLength(0);
            for (int i = 0; i < count; i++)
            {
                text.Write(records.Next());
                text.WriteByte((byte)'\n');
            }

            text.Position = 0;
            var made = new ColumnBatch();
            if (!Append(text, made, appender, count))
            {
                return null;
            }

            made.Seal();
            Compare(batch, made, first, changed);
            made.Reset();
        }

        return changed;
    }

    static bool Append(Stream text, ColumnBatch made, RecordAppender appender, int count)
    {
        var reader = new RecordReader();
        reader.Begin(text);
        for (int i = 0; i < count; i++)
        {
            if (reader.Read() != ReadOutcome.Record)
            {
                return false;
            }

            appender.Append(made, reader.Record, reader.RecordBuffer, default);
        }

        return reader.Read() == ReadOutcome.End;
    }

    static void Compare(ColumnBatch batch, ColumnBatch made, int first, bool[] changed)
    {
        foreach (var leaf in CloudTrailSchema.Leaves)
        {
            // Lists stand in the record as they are; where a row came from is not of the record.
            if (leaf.MaxRepetition > 0
                || leaf.Id is FieldId.SourceObject or FieldId.SourceIndex or FieldId.RecordHash or FieldId.EventIdConflict)
            {
                continue;
            }

            for (int row = 0; row < made.RowCount; row++)
            {
                changed[first + row] |= !AreEqual(batch, first + row, made, row, leaf);
            }
        }
    }

    static bool AreEqual(ColumnBatch batch, int row, ColumnBatch made, int other, ColumnSpec leaf)
    {
        switch (leaf.Kind)
        {
            case ColumnKind.Text or ColumnKind.Json:
                var (a, b) = (batch.Text(leaf.Id), made.Text(leaf.Id));
                var (left, right) = (a.Values[row], b.Values[other]);
                return left < 0 || right < 0 ? left < 0 && right < 0 : a.Entry(left).SequenceEqual(b.Entry(right));
            case ColumnKind.Boolean:
                return batch.Boolean(leaf.Id).Values[row] == made.Boolean(leaf.Id).Values[other];
            default:
                return batch.Long(leaf.Id).Values[row] == made.Long(leaf.Id).Values[other];
        }
    }
}
