using TrailLake.Ingest.Archives;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>What the upper folders of a copy hold: which folders to list as streams, and the files that stand elsewhere.</summary>
sealed class LocalPlan
{
    /// <summary>Folders of each account, accounts in order.</summary>
    public SortedDictionary<string, List<LocalFolder>> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Files outside of regions' folders. Their names are held, to be sorted: a flat folder has no order of its own.</summary>
    public List<FileOutsideRegions> Loose { get; } = [];

    /// <summary>Folders of other services, and what could not be looked at.</summary>
    public List<ListingItem> Others { get; } = [];

    /// <summary>Looks at folders from the root down to the regions.</summary>
    public static LocalPlan Make(LocalFolder root, KeyFilter filter, LocalWalk walk)
    {
        var plan = new LocalPlan();
        var left = new Stack<LocalFolder>();
        left.Push(root);
        while (left.TryPop(out var folder))
        {
            var place = ArchiveFolder.Of(folder.Key);
            if (!filter.WantsAccount(place.Account) || !filter.WantsRegion(place.Region))
            {
                continue;
            }

            switch (place.Kind)
            {
                case ArchiveFolderKind.OtherService:
                    plan.Others.Add(new ListingItem(OtherService(folder), null));
                    break;
                case ArchiveFolderKind.Region:
                    plan.Add(place.Account!, folder with { Level = LocalFolderLevel.Region });
                    break;
                case ArchiveFolderKind.Inside:
                    plan.Add(place.Account!, folder);
                    break;
                default:
                    plan.LookInto(folder, filter, walk, left);
                    break;
            }
        }

        foreach (var folders in plan.Accounts.Values)
        {
            folders.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        }

        plan.Loose.Sort();
        return plan;
    }

    void Add(string account, LocalFolder folder)
    {
        if (!Accounts.TryGetValue(account, out var folders))
        {
            Accounts.Add(account, folders = []);
        }

        folders.Add(folder);
    }

    void LookInto(LocalFolder folder, KeyFilter filter, LocalWalk walk, Stack<LocalFolder> left)
    {
        var entries = walk.Read(folder, out var problem);
        if (problem is not null)
        {
            Others.Add(new ListingItem(null, problem));
        }

        if (entries is null)
        {
            return;
        }

        foreach (string name in entries.Files)
        {
            var key = ArchiveKeyParser.Parse(folder.KeyOf(name));
            if (filter.Wants(key))
            {
                Loose.Add(new FileOutsideRegions(key.Account, key.DeliveryTime ?? DateTime.MinValue, folder, name));
            }
        }

        foreach (string name in entries.Folders)
        {
            left.Push(new LocalFolder(Path.Combine(folder.Path, name), folder.KeyOf(name) + "/", LocalFolderLevel.Free));
        }
    }

    static LogObject OtherService(LocalFolder folder) => new(
        FileUri.FromPath(folder.Path) + "/", ArchiveKeyParser.Parse(folder.Key + "x"), -1, "", PathStatus.Of(folder.Path).Modified);
}
