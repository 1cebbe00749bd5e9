using TrailLake.Tables;

namespace TrailLake.Digests;

/// <summary>
/// What digests say of log files, for a ledger to be held against: by file name and content hash, about 45 bytes for each. It does not hold
/// what lies in the source now: bytes that were ingested and that a valid digest names are proven, even if the file is gone since.
/// </summary>
sealed class DigestVerdictIndex
{
    static readonly DigestState[] s_states = [DigestState.Valid, DigestState.Moved, DigestState.KeyUnknown, DigestState.Unsigned];

    readonly Dictionary<DigestState, ObjectIndex> _contents = [];
    readonly ObjectIndex _named = new();
    readonly ObjectIndex _uncovered = new();

    /// <summary>Creates an empty index.</summary>
    public DigestVerdictIndex()
    {
        foreach (var state in s_states)
        {
            _contents.Add(state, new ObjectIndex());
        }
    }

    /// <summary>
    /// The verdict about an object as it was ingested, as <see cref="DigestStateText"/> writes it; null when no digest was met that could
    /// say anything.
    /// </summary>
    public string? Of(ObjectRow row)
    {
        string stem = Stem(row.Uri);
        if (row.ContentSha256 is { } hash)
        {
            foreach (var state in s_states)
            {
                if (_contents[state].IsDone(stem, hash))
                {
                    return DigestStateText.Of(state);
                }
            }
        }

        return _named.IsDone(stem, "") ? DigestStateText.Of(row.ContentSha256 is null ? DigestState.Malformed : DigestState.InvalidHash)
            : _uncovered.IsDone(stem, "") ? DigestStateText.Of(DigestState.NotCovered)
            : null;
    }

    /// <param name="state">What the digest's own state makes of a file with that content.</param>
    internal void AddNamed(string key, string sha256, DigestState state)
    {
        string stem = Stem(key);
        _contents[state].Add(stem, sha256.ToLowerInvariant());
        _named.Add(stem, "");
    }

    internal void AddUncovered(string uri) => _uncovered.Add(Stem(uri), "");

    static string Stem(string path) => DigestName.Stem(path).ToString();
}
