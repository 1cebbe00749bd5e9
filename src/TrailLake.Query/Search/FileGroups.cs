using TrailLake.Index;

namespace TrailLake.Query.Search;

/// <summary>Sorts data files by which terms of a condition they can hold: each is read only where it may have something.</summary>
static class FileGroups
{
    /// <summary>Most groups; each is a view of its own, which costs about as much as opening a file.</summary>
    public const int Most = 4;

    /// <summary>Fewer files than this are not worth a thread.</summary>
    const int FilesPerThread = 256;

    /// <summary>The files that can hold something, each once, with the terms that must be looked for in them.</summary>
    public static List<(List<LakeFile> Files, List<SearchTerm> Terms)> Of(
        IReadOnlyList<LakeFile> files, SearchCondition condition, LakeIndex index)
    {
        // Bit n stands for term n.
        var masks = new ulong[files.Count];
        var wanted = Wanted(condition);
        ForEach(files, FilesPerThread, i => masks[i] = MaskOf(files[i], condition, wanted, index));
        var groups = Enumerable.Range(0, files.Count).Where(i => masks[i] != 0).GroupBy(i => masks[i])
            .Select(group => (Mask: group.Key, Files: group.ToList()))
            .OrderByDescending(group => group.Files.Count).ToList();

        // What is left over of many small groups is looked through for all that any of them may hold.
        while (groups.Count > Most)
        {
            var last = groups[^1];
            groups.RemoveAt(groups.Count - 1);
            groups[^1] = (groups[^1].Mask | last.Mask, [.. groups[^1].Files, .. last.Files]);
        }

        return groups.ConvertAll(group => (
            group.Files.Order().Select(i => files[i]).ToList(),
            condition.Terms.Where((_, number) => (group.Mask >> number & 1) != 0).ToList()));
    }

    /// <summary>The files in which the index lets each of some queries find something, in their order.</summary>
    public static List<LakeFile> With(IReadOnlyList<LakeFile> files, IReadOnlyList<IndexQuery> queries, LakeIndex index)
    {
        var isFound = new bool[files.Count];
        ForEach(files, FilesPerThread, i => isFound[i] = files[i].Source is not { } source
            || queries.All(query => index.CanHold(source, query)));
        return [.. files.Where((_, i) => isFound[i])];
    }

    static Dictionary<IndexQuery, IndexPlaces> Wanted(SearchCondition condition)
    {
        if (condition.Terms.Count > 64)
        {
            throw new ArgumentException("A condition has more terms than bits are there for.", nameof(condition));
        }

        return condition.Terms.Where(term => term.IndexQuery is not null).GroupBy(term => term.IndexQuery!)
            .ToDictionary(group => group.Key, group => group.Aggregate(IndexPlaces.None, (places, term) => places | term.Places));
    }

    static ulong MaskOf(LakeFile file, SearchCondition condition, Dictionary<IndexQuery, IndexPlaces> wanted, LakeIndex index)
    {
        // Most conditions ask one query of the index: it is asked once for all of their terms.
        var (asked, found) = (default(IndexQuery), IndexPlaces.None);
        ulong mask = 0;
        for (var i = 0; i < condition.Terms.Count; i++)
        {
            mask |= condition.Terms[i].CanHold(file, Find) ? 1UL << i : 0;
        }

        return mask;

        IndexPlaces Find(IndexQuery query)
        {
            if (!ReferenceEquals(query, asked))
            {
                (asked, found) = (query, file.Source is { } source ? index.Find(source, query, wanted[query]) : IndexPlaces.All);
            }

            return found;
        }
    }

    /// <summary>Does something for each file by its number, on several threads where there are enough files.</summary>
    /// <param name="filesPerThread">Fewer files than this are not worth a thread.</param>
    public static void ForEach(IReadOnlyList<LakeFile> files, int filesPerThread, Action<int> run)
    {
        var threads = Math.Min(Environment.ProcessorCount, files.Count / filesPerThread);
        if (threads < 2)
        {
            for (var i = 0; i < files.Count; i++)
            {
                run(i);
            }

            return;
        }

        Parallel.For(0, threads, thread =>
        {
            for (var i = (int)((long)files.Count * thread / threads); i < (long)files.Count * (thread + 1) / threads; i++)
            {
                run(i);
            }
        });
    }
}
