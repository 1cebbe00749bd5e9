using TrailLake.Query.Search;

namespace TrailLake.Query.Views;

/// <summary>
/// What DuckDB takes for the account of a data file: it reads the name of the file's folder, and the log, which has the last word, may say
/// something else. A name that is too long for a file system is shortened there, in lakes of earlier versions so that DuckDB refuses to
/// read it, and <c>null</c>, which a record may name as its account, means to a reader of folders that there is none.
/// </summary>
static class FolderAccount
{
    const string Mark = "account=";

    /// <summary>True when the folder's name tells the account that the log says.</summary>
    public static bool IsTold(in LakeFile file)
    {
        var folder = FolderOf(file.Path);
        if (!folder.StartsWith(Mark, StringComparison.Ordinal))
        {
            return false;
        }

        var name = folder[Mark.Length..];
        if (name.Equals("null", StringComparison.OrdinalIgnoreCase) || name is "__HIVE_DEFAULT_PARTITION__")
        {
            return false;
        }

        // '~' stands in shortened names only.
        return name.SequenceEqual(file.Account)
            || (name.Contains('%') && !name.Contains('~') && Uri.UnescapeDataString(name.ToString()) == file.Account);
    }

    static ReadOnlySpan<char> FolderOf(ReadOnlySpan<char> path)
    {
        var folder = path[..Math.Max(0, path.LastIndexOfAny('/', '\\'))];
        return folder[(folder.LastIndexOfAny('/', '\\') + 1)..];
    }
}
