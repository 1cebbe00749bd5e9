namespace TrailLake.Query.Copies;

/// <summary>
/// Groups records that links make one event, over any chain of links and in either direction. It works on runs, not on records: runs are
/// cut where another link begins or ends on either side, until each link maps whole runs to whole runs; then linked runs are united.
/// </summary>
static class RecordGroups
{
    /// <summary>The runs of all linked records, by object and record; no two of an object overlap.</summary>
    public static List<RecordRun> Of(IReadOnlyList<CopyLink> links)
    {
        var cuts = Cut(links);
        var runs = new List<(int Object, long First, long Last)>();
        var places = new Dictionary<(int Object, long First), int>();
        foreach (var (item, set) in cuts.OrderBy(pair => pair.Key))
        {
            long[] sorted = [.. set];
            Array.Sort(sorted);
            for (int i = 0; i + 1 < sorted.Length; i++)
            {
                places.Add((item, sorted[i]), runs.Count);
                runs.Add((item, sorted[i], sorted[i + 1] - 1));
            }
        }

        var groups = new UnionFind(runs.Count);
        var isLinked = new bool[runs.Count];
        foreach (var link in links)
        {
            int copy = places[(link.Copy, link.CopyFirst)];
            int kept = places[(link.Kept, link.KeptFirst)];
            for (long done = 0; done < link.Records; copy++, kept++)
            {
                done += runs[copy].Last - runs[copy].First + 1;
                isLinked[copy] = isLinked[kept] = true;
                groups.Unite(copy, kept);
            }
        }

        // Between the links of an object there are records that none names.
        return [.. Enumerable.Range(0, runs.Count).Where(i => isLinked[i]).Select(
            i => new RecordRun(runs[i].Object, runs[i].First, runs[i].Last, groups.Find(i)))];
    }

    /// <summary>By object, where its runs begin, and where the last of them ends.</summary>
    static Dictionary<int, HashSet<long>> Cut(IReadOnlyList<CopyLink> links)
    {
        var sides = new Dictionary<int, CopyRunIndex>();
        var cuts = new Dictionary<int, HashSet<long>>();
        var waiting = new Stack<(int Object, long Record)>();
        for (int i = 0; i < links.Count; i++)
        {
            var link = links[i];
            Side(link.Copy).Add(link.CopyFirst, link.Records, i, isCopy: true);
            Side(link.Kept).Add(link.KeptFirst, link.Records, i, isCopy: false);
            CutAt(link.Copy, link.CopyFirst);
            CutAt(link.Copy, link.CopyFirst + link.Records);
            CutAt(link.Kept, link.KeptFirst);
            CutAt(link.Kept, link.KeptFirst + link.Records);
        }

        foreach (var index in sides.Values)
        {
            index.Seal();
        }

        while (waiting.TryPop(out var at))
        {
            sides[at.Object].Find(at.Record, (number, isCopy) =>
            {
                var link = links[number];
                if (isCopy)
                {
                    CutAt(link.Kept, link.KeptFirst + (at.Record - link.CopyFirst));
                }
                else
                {
                    CutAt(link.Copy, link.CopyFirst + (at.Record - link.KeptFirst));
                }
            });
        }

        return cuts;

        CopyRunIndex Side(int item)
        {
            if (!sides.TryGetValue(item, out var index))
            {
                sides.Add(item, index = new CopyRunIndex());
                cuts.Add(item, []);
            }

            return index;
        }

        void CutAt(int item, long record)
        {
            if (cuts[item].Add(record))
            {
                waiting.Push((item, record));
            }
        }
    }
}
