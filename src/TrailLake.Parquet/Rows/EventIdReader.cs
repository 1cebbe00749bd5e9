using System;
using System.Text;
using TrailLake.Lake;
using TrailLake.Schema;

namespace TrailLake.Parquet.Rows;

/// <summary>Reads the eventID and recordHash of every row of a data file.</summary>
static class EventIdReader
{
    public static void Read(string path, EventIdVisitor visit)
    {
        string idPath = CloudTrailSchema.Leaves[(int)FieldId.EventId].Path;
        string hashPath = CloudTrailSchema.Leaves[(int)FieldId.RecordHash].Path;
        foreach (var group in TableFile.Read(path))
        {
            using var ids = group.Read<ReadOnlyMemory<char>>(idPath);
            using var hashes = group.Read<long>(hashPath);
            if (ids is null || hashes is null)
            {
                throw TableFile.Damaged(path, new System.IO.InvalidDataException($"it has no column {(ids is null ? idPath : hashPath)}."));
            }

            Visit(ids, hashes, visit);
        }
    }

    static void Visit(LeveledColumn<ReadOnlyMemory<char>> ids, LeveledColumn<long> hashes, EventIdVisitor visit)
    {
        var idLevels = ids.Definitions;
        var hashLevels = hashes.Definitions;
        int nextId = 0;
        int nextHash = 0;
        byte[] utf8 = new byte[256];
        for (int row = 0; row < idLevels.Length; row++)
        {
            int length = 0;
            if (idLevels[row] != 0)
            {
                var text = ids.Values[nextId++].Span;
                if (text.Length * 3 > utf8.Length)
                {
                    utf8 = new byte[text.Length * 3];
                }

                length = Encoding.UTF8.GetBytes(text, utf8);
            }

            visit(utf8.AsSpan(0, length), hashLevels[row] == 0 ? 0 : hashes.Values[nextHash++]);
        }
    }
}
