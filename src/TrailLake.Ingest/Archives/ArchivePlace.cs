namespace TrailLake.Ingest.Archives;

/// <summary>Where in an archive's tree a key stands: its parts down to the kind's folder, and the rest.</summary>
readonly ref struct ArchivePlace
{
    const string Root = "AWSLogs/";

    /// <summary>What stands before <c>AWSLogs/</c>, without its last slash.</summary>
    public ReadOnlySpan<char> Prefix { get; init; }

    /// <summary>Organization id, or empty.</summary>
    public ReadOnlySpan<char> Organization { get; init; }

    /// <summary>Twelve digits.</summary>
    public ReadOnlySpan<char> Account { get; init; }

    /// <summary>The folder below the account (<c>CloudTrail</c>, <c>Config</c>, another service), or empty for the account's own.</summary>
    public ReadOnlySpan<char> Folder { get; init; }

    /// <summary>What follows the folder and its slash.</summary>
    public ReadOnlySpan<char> Rest { get; init; }

    /// <summary>
    /// Finds the place of a key, or of a folder's key that ends in a slash. A trail prefix may itself hold <c>AWSLogs/</c>, so the last one
    /// that an account follows counts. Copies often begin below <c>AWSLogs/</c>: without it, an account that a folder of CloudTrail or
    /// Config follows is enough.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<char> key, out ArchivePlace place)
    {
        var search = key;
        while (search.LastIndexOf(Root) is var at and >= 0)
        {
            if ((at == 0 || key[at - 1] == '/') && TryBelow(key, at, at + Root.Length, out place))
            {
                return true;
            }

            search = search[..at];
        }

        return TryWithoutRoot(key, out place);
    }

    /// <summary>Cuts the next folder and its slash from the front of a key; false when only a file name is left.</summary>
    public static bool TryFolder(scoped ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> folder)
    {
        int slash = rest.IndexOf('/');
        folder = slash < 0 ? default : rest[..slash];
        rest = slash < 0 ? rest : rest[(slash + 1)..];
        return slash >= 0;
    }

    static bool TryBelow(ReadOnlySpan<char> key, int prefixEnd, int start, out ArchivePlace place)
    {
        place = default;
        var prefix = key[..Math.Max(0, prefixEnd - 1)];
        var rest = key[start..];
        if (!TryFolder(ref rest, out var account))
        {
            return false;
        }

        var organization = ReadOnlySpan<char>.Empty;
        if (ArchiveKeyText.IsOrganization(account))
        {
            organization = account;
            if (!TryFolder(ref rest, out account))
            {
                return false;
            }
        }

        if (!ArchiveKeyText.IsAccount(account))
        {
            return false;
        }

        TryFolder(ref rest, out var folder);
        place = new ArchivePlace { Prefix = prefix, Organization = organization, Account = account, Folder = folder, Rest = rest };
        return true;
    }

    static bool TryWithoutRoot(ReadOnlySpan<char> key, out ArchivePlace place)
    {
        int found = -1;
        int start = 0;
        int previous = -1;
        int beforePrevious = -1;
        for (int slash; (slash = key[start..].IndexOf('/')) >= 0; start += slash + 1)
        {
            if (previous >= 0 && IsArchiveFolder(key.Slice(start, slash)) && ArchiveKeyText.IsAccount(key[previous..(start - 1)]))
            {
                bool organization = beforePrevious >= 0 && ArchiveKeyText.IsOrganization(key[beforePrevious..(previous - 1)]);
                found = organization ? beforePrevious : previous;
            }

            beforePrevious = previous;
            previous = start;
        }

        place = default;
        return found >= 0 && TryBelow(key, found, found, out place);
    }

    static bool IsArchiveFolder(ReadOnlySpan<char> folder) => folder is "Config" or "CloudTrail" or "CloudTrail-Digest"
        or "CloudTrail-Insight" or "CloudTrail-NetworkActivity" or "CloudTrail-Aggregated";
}
