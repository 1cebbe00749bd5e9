using System.Text;
using TrailLake.Columns;
using TrailLake.Errors;
using TrailLake.Hashing;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Maintenance.Verification;

/// <summary>
/// Finds rows that are not what was ingested, whoever wrote their file: each carries a keyed hash of its record, and who changes a value
/// without the lake's secret cannot make the hash that belongs to it.
/// </summary>
static class RecordHashCheck
{
    // A few tell a person where to look.
    const int MostExamples = 3;

    /// <summary>Compares the rows of a file.</summary>
    /// <param name="isForeign">
    /// True for a file that another program wrote: then also what is derived from records is compared, at the price of ingesting them.
    /// </param>
    /// <returns>Null when its rows cannot be read back, which may be so for files of other programs.</returns>
    public static RecordFindings? Find(
        ILakeFormat format, StoredFile file, RecordHashKey key, bool isForeign, CancellationToken cancellation)
    {
        try
        {
            using var reader = format.OpenSegment(file);
            long rows = 0;
            long changed = 0;
            long unproven = 0;
            var examples = new List<string>();
            for (int group = 0; group < reader.RowGroups; group++)
            {
                cancellation.ThrowIfCancellationRequested();
                var batch = new ColumnBatch();
                reader.Read(group, batch, []);
                batch.Seal();
                var made = RecordIdentities.Hash(batch, key);
                var derived = isForeign ? DerivedColumnCheck.FindChanged(batch) : [];
                if (derived is null)
                {
                    return null;
                }

                var found = batch.Long(FieldId.RecordHash).Values;
                for (int row = 0; row < made.Length; row++)
                {
                    if (found[row] == made[row] && !(isForeign && derived[row]))
                    {
                        continue;
                    }

                    if (found[row] != made[row] && found[row] is >= 0 and <= uint.MaxValue)
                    {
                        unproven++;
                        continue;
                    }

                    changed++;
                    if (examples.Count < MostExamples)
                    {
                        examples.Add(EventId(batch, row));
                    }
                }

                rows += made.Length;
                batch.Reset();
            }

            return new RecordFindings(rows, changed, unproven, examples);
        }
        catch (TrailLakeException)
        {
            // It was found to decode: what is in the way is that its columns are laid out as TrailLake does not lay them out.
            return null;
        }
    }

    static string EventId(ColumnBatch batch, int row) =>
        batch.Text(FieldId.EventId) is var ids && ids.Values[row] is >= 0 and var entry
            ? Encoding.UTF8.GetString(ids.Entry(entry))
            : "without an event id";
}
