using TrailLake.Errors;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;

namespace TrailLake.S3;

/// <summary>
/// Looks at a bucket's folders from the prefix down to the regions, a level at a time and the folders of a level at once. Other services'
/// folders are named and not looked into.
/// </summary>
sealed class S3ListingPlanner(S3PageLister pages, S3SourceOptions options, KeyFilter filter)
{
    const int PageSize = 1000;

    // An archive's regions are some ten levels down, and an organization of 10,000 accounts has some 50,000 folders above them. What is
    // deeper or wider is listed in one go: in key order, which costs nothing but the order of days.
    const int MostLevels = 64;
    const int MostFolders = 250_000;

    readonly S3ListingPlan _plan = new();
    bool _empty = true;

    /// <exception cref="TrailLakeException">The prefix as a whole cannot be listed, or there is nothing.</exception>
    public async Task<S3ListingPlan> MakeAsync(CancellationToken cancellation)
    {
        string prefix = options.Location.Prefix;
        var level = new List<string>();
        if (prefix.EndsWith('/') && ArchiveFolder.Of(prefix).Kind != ArchiveFolderKind.Above)
        {
            // Asked for one key first: a prefix with nothing below it, or that is denied, is an error of the source as a whole.
            await FirstAsync(prefix, 1, cancellation);
            level.Add(prefix);
        }
        else
        {
            level.AddRange(Narrow(prefix, await FirstAsync(prefix, PageSize, cancellation)) is { } page
                ? await LookFirstAsync(prefix, page, cancellation)
                : [prefix + "/"]);
        }

        long folders = 0;
        for (int depth = 0; level.Count > 0; depth++)
        {
            folders += level.LongCount(folder => ArchiveFolder.Of(folder).Kind == ArchiveFolderKind.Above);
            if (depth == MostLevels || folders > MostFolders)
            {
                // What was planned already is met twice, and known the second time.
                _plan.Flat.Add(WholeStream(prefix, null));
                break;
            }

            var looks = level.Select(folder => EnterAsync(folder, cancellation)).ToList();
            level = [];
            foreach (var look in looks)
            {
                level.AddRange(await look);
            }
        }

        if (_empty)
        {
            string where = options.Location.ToString();
            throw new TrailLakeException(ErrorKind.Source, $"{TerminalText.Escape(where)}: nothing is there; check the prefix", where);
        }

        _plan.SortLoose();
        return _plan;
    }

    async Task<S3ListingPage> FirstAsync(string prefix, int size, CancellationToken cancellation)
    {
        try
        {
            var page = await pages.ReadAsync(prefix, folders: size > 1, null, null, size, cancellation);

            // An empty page that is not the last tells nothing: deleted versions may have been passed over.
            _empty = page.Objects.Count == 0 && page.Folders.Count == 0 && page.Next is null;
            return page;
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e))
        {
            throw S3ErrorText.OfSource(e, options);
        }
    }

    async Task<IReadOnlyList<string>> LookFirstAsync(string prefix, S3ListingPage page, CancellationToken cancellation)
    {
        try
        {
            return await LookAsync(prefix, page, cancellation);
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e))
        {
            // What the first pages named is read all the same.
            AddProblem(prefix, e);
            return [];
        }
    }

    /// <summary>
    /// A prefix without a slash at its end names an object or a folder, as it would on a disk: <c>AWSLogs/1</c> must not take
    /// <c>AWSLogs/123456789012</c>'s. Only where there is neither is it the beginning of keys. Null when it names a folder.
    /// </summary>
    S3ListingPage? Narrow(string prefix, S3ListingPage page)
    {
        if (prefix.Length == 0 || prefix.EndsWith('/'))
        {
            return page;
        }

        string uri = options.Location.UriOf(prefix);
        if (page.Objects.FirstOrDefault(item => item.Uri == uri) is { } named)
        {
            return new S3ListingPage([named], [], null);
        }

        return page.Folders.Contains(prefix + "/") ? null : page;
    }

    async Task<IReadOnlyList<string>> EnterAsync(string folder, CancellationToken cancellation)
    {
        var place = ArchiveFolder.Of(folder);
        if (!filter.WantsAccount(place.Account) || !filter.WantsRegion(place.Region))
        {
            return [];
        }

        switch (place.Kind)
        {
            case ArchiveFolderKind.OtherService:
                var key = ArchiveKeyParser.Parse(folder + "x");
                var service = new LogObject(options.Location.UriOf(folder), key, -1, "", DateTime.MinValue);
                Add(() => _plan.Others.Add(new ListingItem(service, null)));
                return [];
            case ArchiveFolderKind.Region:
                Add(() => _plan.Add(place.Account!, RegionStream(folder, place.Content)));
                return [];
            case ArchiveFolderKind.Inside:
                Add(() => _plan.Add(place.Account!, WholeStream(folder, null)));
                return [];
        }

        try
        {
            var page = await pages.ReadAsync(folder, folders: true, null, null, PageSize, cancellation);
            return await LookAsync(folder, page, cancellation);
        }
        catch (Exception e) when (S3ErrorText.IsExpected(e))
        {
            AddProblem(folder, e);
            return [];
        }
    }

    void AddProblem(string folder, Exception error)
    {
        var problem = S3ErrorText.Problem(error, options.Location.UriOf(folder), "what is below");
        Add(() => _plan.Others.Add(new ListingItem(null, problem)));
    }

    /// <summary>Takes the objects of a folder, page by page, and gives its folders back.</summary>
    async Task<IReadOnlyList<string>> LookAsync(string prefix, S3ListingPage page, CancellationToken cancellation)
    {
        var folders = new List<string>();
        var progress = new S3ListingProgress();
        while (true)
        {
            progress.Take(page);
            Add(() => _plan.Loose.AddRange(page.Objects.Where(item => filter.Wants(item.Key))));
            folders.AddRange(page.Folders);
            if (page.Next is null)
            {
                return folders;
            }

            // An organization may well have a thousand accounts. Elsewhere so many names are no archive's folders, and a request for each
            // of them costs more than listing what is in them.
            if (folders.Count > (IsAboveAccounts(prefix) ? MostFolders : PageSize) || _plan.Loose.Count > S3ListingPlan.MostLoose)
            {
                Add(() => _plan.Flat.Add(WholeStream(prefix, After(page, folders))));
                return folders;
            }

            page = await pages.ReadAsync(prefix, folders: true, null, page.Next, PageSize, cancellation);
        }
    }

    // The last thing that this page named. A folder's keys all sort before its own key with the highest character behind it.
    string After(S3ListingPage page, List<string> folders)
    {
        string lastObject = page.Objects.Count > 0 ? page.Objects[^1].Uri[options.Location.UriOf("").Length..] : "";
        string lastFolder = folders.Count > 0 ? folders[^1] + char.ConvertFromUtf32(0x10FFFF) : "";
        return S3Key.Compare(lastObject, lastFolder) > 0 ? lastObject : lastFolder;
    }

    static bool IsAboveAccounts(string prefix)
    {
        var last = prefix.AsSpan().TrimEnd('/');
        last = last[(last.LastIndexOf('/') + 1)..];
        return last is "AWSLogs" || last.StartsWith("o-");
    }

    S3PrefixListing RegionStream(string folder, ArchiveKind content)
    {
        // Config's months and days lack the leading zero, so only its years are in key order.
        bool byYear = content == ArchiveKind.Config;
        string? start = filter.FirstDay == DateOnly.MinValue
            ? null
            : folder + filter.FirstDay.ToString(byYear ? "yyyy" : "yyyy'/'MM'/'dd", System.Globalization.CultureInfo.InvariantCulture);
        return Stream(
            folder, start, key => key.Day is { } day && (byYear ? day.Year > filter.LastDay.Year : day > filter.LastDay));
    }

    S3PrefixListing WholeStream(string folder, string? startAfter) => Stream(folder, startAfter, _ => false);

    S3PrefixListing Stream(string folder, string? startAfter, Func<ArchiveKey, bool> isPast) =>
        new(pages, options.Location with { Prefix = folder }, startAfter, isPast);

    // The folders of a level are looked at concurrently.
    void Add(Action change)
    {
        lock (_plan)
        {
            change();
        }
    }
}
