using System.Text;
using TrailLake.Query.Search;
using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>Writes a column of some rows into a vector of DuckDB. Made once for a column of a statement.</summary>
abstract unsafe class VectorWriter
{
    /// <summary>Makes the writer of a column.</summary>
    /// <param name="column">Its number in <see cref="RowTableColumns"/>; another one is a column without values.</param>
    public static VectorWriter Create(ulong column, IReadOnlyList<bool> members)
    {
        var nodes = (ulong)CloudTrailSchema.Nodes.Length;
        return column < nodes ? EventVectorWriter.Create(CloudTrailSchema.Nodes[(int)column], members)
            : column == nodes ? new DateWriter()
            : column == nodes + 1 ? new FileTextWriter(file => file.Account)
            : column == nodes + 2 ? new FileTextWriter(file => file.Path)
            : new NothingWriter();
    }

    /// <summary>Writes values into a vector from a row of it on.</summary>
    /// <param name="rows">Rows of the row group that the reader is at.</param>
    public abstract void Write(nint vector, int start, ReadOnlySpan<int> rows, IRowReader reader, LakeFile file);

    /// <summary>Makes rows of a vector NULL.</summary>
    protected static void SetNull(nint vector, int start, int count)
    {
        var validity = WritableValidity(vector);
        for (var row = start; row < start + count; row++)
        {
            SetNull(validity, row);
        }
    }

    protected static ulong* WritableValidity(nint vector)
    {
        DuckDBTableFunctions.EnsureValidityWritable(vector);
        return DuckDBTableFunctions.Validity(vector);
    }

    protected static void SetNull(ulong* validity, int row) => validity[row >> 6] &= ~(1UL << (row & 63));

    sealed class NothingWriter : VectorWriter
    {
        public override void Write(nint vector, int start, ReadOnlySpan<int> rows, IRowReader reader, LakeFile file)
        {
        }
    }

    sealed class DateWriter : VectorWriter
    {
        static readonly int s_epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

        public override void Write(nint vector, int start, ReadOnlySpan<int> rows, IRowReader reader, LakeFile file) =>
            new Span<int>((int*)DuckDBTableFunctions.Data(vector) + start, rows.Length).Fill(file.Date.DayNumber - s_epoch);
    }

    sealed class FileTextWriter(Func<LakeFile, string> text) : VectorWriter
    {
        public override void Write(nint vector, int start, ReadOnlySpan<int> rows, IRowReader reader, LakeFile file)
        {
            var bytes = Encoding.UTF8.GetBytes(text(file));
            fixed (byte* first = bytes)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    DuckDBTableFunctions.AssignText(vector, (ulong)(start + i), first, (ulong)bytes.Length);
                }
            }
        }
    }
}
