using System.Text;
using TrailLake.Parquet.Format;
using TrailLake.Parquet.Tables;
using TrailLake.Schema;
using TrailLake.Storage;
using TrailLake.Tables;

namespace TrailLake.Parquet.Segments;

/// <summary>Reads by what the rows of a data file are known: eventID, recordHash and source.</summary>
sealed class EventIdReader
{
    static readonly string s_eventId = CloudTrailSchema.Leaves[(int)FieldId.EventId].Path;
    static readonly string s_recordHash = CloudTrailSchema.Leaves[(int)FieldId.RecordHash].Path;
    static readonly string s_sourceObject = CloudTrailSchema.Leaves[(int)FieldId.SourceObject].Path;
    static readonly string s_sourceIndex = CloudTrailSchema.Leaves[(int)FieldId.SourceIndex].Path;

    // Values of a dictionary share their memory: each is made a string once. Where there is no dictionary, equal texts share a string.
    readonly Dictionary<ReadOnlyMemory<char>, string> _entries = [];
    readonly HashSet<string> _uris = new(StringComparer.Ordinal);
    byte[] _utf8 = new byte[256];

    public static string? ReadHashKey(StoredFile file)
    {
        using var reader = new TableReader(file);
        return reader.Metadata(FooterSection.HashKey);
    }

    public static bool Read(StoredFile file, string? hashKey, EventIdVisitor visit)
    {
        using var reader = new TableReader(file);
        if (hashKey is not null && reader.Metadata(FooterSection.HashKey) != hashKey)
        {
            return false;
        }

        var self = new EventIdReader();
        for (int i = 0; i < reader.GroupCount; i++)
        {
            self.Visit(file.Address, reader.Open(i), visit);
        }

        return true;
    }

    void Visit(string path, TableRowGroup group, EventIdVisitor visit)
    {
        using var ids = Open<ReadOnlyMemory<char>>(path, group, s_eventId);
        using var hashes = Open<long>(path, group, s_recordHash);
        using var objects = Open<ReadOnlyMemory<char>>(path, group, s_sourceObject);
        using var indexes = Open<long>(path, group, s_sourceIndex);
        _entries.Clear();
        int id = 0;
        int hash = 0;
        int source = 0;
        int index = 0;
        string uri = "";
        for (int row = 0; row < ids.Definitions.Length; row++)
        {
            int length = ids.Definitions[row] != 0 ? Encode(ids.Values[id++].Span) : 0;
            uri = objects.Definitions[row] != 0 ? UriOf(objects.Values[source++]) : "";
            visit(
                _utf8.AsSpan(0, length),
                hashes.Definitions[row] == 0 ? 0 : hashes.Values[hash++],
                uri,
                indexes.Definitions[row] == 0 ? 0 : indexes.Values[index++]);
        }
    }

    static DecodedColumn<T> Open<T>(string path, TableRowGroup group, string column)
        where T : struct =>
        group.Read<T>(column) ?? throw TableReader.Damaged(path, new InvalidDataException($"it has no column {column}."));

    int Encode(ReadOnlySpan<char> text)
    {
        if (text.Length * 3 > _utf8.Length)
        {
            _utf8 = new byte[text.Length * 3];
        }

        return Encoding.UTF8.GetBytes(text, _utf8);
    }

    string UriOf(ReadOnlyMemory<char> text)
    {
        if (_entries.TryGetValue(text, out var uri))
        {
            return uri;
        }

        var lookup = _uris.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text.Span, out uri))
        {
            uri = text.ToString();
            _uris.Add(uri);
        }

        if (_entries.Count < 1 << 16)
        {
            _entries.Add(text, uri);
        }

        return uri;
    }
}
