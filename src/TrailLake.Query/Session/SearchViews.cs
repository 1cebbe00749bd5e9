using System.Globalization;
using TrailLake.Index;
using TrailLake.Query.Copies;
using TrailLake.Query.Entities;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Query.Sql;
using TrailLake.Query.TableFunction;
using TrailLake.Query.Views;

namespace TrailLake.Query.Session;

/// <summary>
/// The views of a session: those of the lake, made when a query first names them, and those over the data files that the index leaves for a
/// search. All that changes here is what DuckDB's catalog holds by now, and which files were opened for it. Any thread may search.
/// </summary>
sealed class SearchViews : ICallerAddresses, IDisposable
{
    const string EventsFiles = "events_files";

    readonly SandboxedDuckDB _database;
    readonly Lock _lock;
    readonly LakeFiles _files;
    readonly FilePruning _pruning;
    readonly EventFilter _filter;
    readonly RowTableFunction? _rows; // null when DuckDB reads whole columns
    readonly SessionScripts _scripts;
    readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _searched = new(StringComparer.Ordinal); // what events_with stands for now, by its argument
    readonly Dictionary<(string Value, string Columns), string> _found = []; // all that it stood for so far
    readonly Lazy<LakeIndex> _index;
    IReadOnlyList<LakeFile> _shown; // what events_files is made over, or will be
    bool _isWhole;
    int _views;

    /// <param name="queries">Held while a query is planned.</param>
    /// <param name="events">Data files that the filter leaves.</param>
    /// <param name="pruning">What chose them.</param>
    public SearchViews(
        SandboxedDuckDB database,
        Lock queries,
        LakeFiles files,
        IReadOnlyList<LakeFile> events,
        FilePruning pruning,
        EventFilter filter,
        RowTableFunction? rows)
    {
        _database = database;
        _lock = queries;
        _files = files;
        _pruning = pruning;
        _filter = filter;
        _rows = rows;
        _shown = Events = events;
        _index = new Lazy<LakeIndex>(() => LakeIndex.Open(files.Directory));
        _scripts = new SessionScripts(LakeViews.Create(files, OpenShown, filter, () => CopyGroups.Create(database, files)));
    }

    /// <summary>The data files that the session's filter leaves.</summary>
    public IReadOnlyList<LakeFile> Events { get; }

    /// <summary>Which data files were spared so far.</summary>
    public SearchCounts Counts
    {
        get
        {
            lock (_lock)
            {
                var opened = _isWhole ? Events.Count : _opened.Count;
                return new SearchCounts(
                    _files.Events.Count, _pruning.ByDate, _pruning.ByAccount, _pruning.ByStatistics, Events.Count - opened, opened);
            }
        }
    }

    /// <summary>Makes the views that a query names, over the data files that it is about.</summary>
    public void MakeViews(LakeQuery query)
    {
        if (query.View is null)
        {
            var found = query.IndexQuery is { } indexQuery ? FileGroups.With(Events, [indexQuery], _index.Value) : Events;
            Show(found.Count == Events.Count ? Events : found);
        }

        Run(_scripts.For(query.View ?? query.Sql));
    }

    /// <summary>Makes the macro <c>events_with</c> for the uses that a statement has of it.</summary>
    // Its branches are chosen by its argument: it is a constant, so that DuckDB plans the one branch whose condition holds.
    public void MakeEventsWith(IReadOnlyCollection<EventsWithUse> uses, CancellationToken cancellation)
    {
        var isNew = false;
        foreach (var use in uses.GroupBy(use => use.Value))
        {
            var entity = Entity.Parse(use.Key);
            var columns = EntityFilter.EqualColumns(entity, [.. use]);
            var search = (use.Key, string.Join(' ', columns));
            if (!_found.TryGetValue(search, out var from))
            {
                var condition = columns.Count > 0
                    ? EntityFilter.EventsWhere(entity, columns)
                    : EntityFilter.EventsAbout(entity, this, cancellation);
                _found.Add(search, from = From(condition));
            }

            isNew |= !_searched.TryGetValue(use.Key, out var before) || !ReferenceEquals(before, from);
            _searched[use.Key] = from;
        }

        if (isNew)
        {
            var branches = _searched.Select(pair => $"SELECT * FROM {pair.Value} WHERE searched = {SqlText.Literal(pair.Key)}");
            _database.Run($"CREATE OR REPLACE MACRO {StatementCheck.EventsWith}(searched) AS TABLE {string.Join(" UNION ALL ", branches)}");
        }
    }

    /// <summary>Text for FROM: the rows of <c>events</c> that a condition finds. Files that the index excludes stay closed.</summary>
    public string From(SearchCondition condition)
    {
        lock (_lock)
        {
            // The terms stand below the projection that takes JSON's null for none: over the column itself, the scan evaluates them.
            var parts = FileGroups.Of(Events, condition, _index.Value).SelectMany(
                group => ViewsOver(group.Files, group.Terms),
                (group, view) => $"{LakeViews.Events(view)} WHERE {SearchCondition.AnyOf(group.Terms.Select(term => term.Sql))}").ToList();

            // A view of its own: what the statement around it looks at is told by its own text alone.
            var name = NewView();
            _database.Run($"CREATE VIEW {name} AS {(parts.Count == 0 ? LakeViews.NoEvents : string.Join(" UNION ALL ", parts))}");
            return name;
        }
    }

    /// <summary>Text for FROM: <c>events</c> of the files that can hold something; the other rows of those files are among them.</summary>
    /// <param name="queries">What the index is asked; a file must hold something of each.</param>
    public string FilesWith(params IReadOnlyList<IndexQuery> queries)
    {
        var view = ViewWith(queries);
        return view is null ? $"({LakeViews.NoEvents})" : $"({LakeViews.Events(view)})";
    }

    /// <summary>Text for FROM: <c>events</c> of some of the data files.</summary>
    public string FromFiles(IReadOnlyList<LakeFile> files)
    {
        lock (_lock)
        {
            return $"({LakeViews.Events(ViewOver(files))})";
        }
    }

    /// <summary>As <see cref="FilesWith"/>, the name of a view like <c>events_files</c>; null when no file can hold it.</summary>
    public string? ViewWith(params IReadOnlyList<IndexQuery> queries)
    {
        lock (_lock)
        {
            var files = FileGroups.With(Events, queries, _index.Value);
            return files.Count == 0 ? null : ViewOver(files);
        }
    }

    public IReadOnlyList<string> CallerAddresses(IndexQuery indexQuery, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var from = FilesWith(indexQuery);
            Show(Events);
            var query = new LakeQuery($"SELECT DISTINCT sourceIPAddress FROM {from} WHERE sourceIPAddress SIMILAR TO '[0-9A-Fa-f:.]+'");
            using var result = _database.Execute(query, cancellation);
            return [.. result.ReadAll().Select(row => row[0]).OfType<string>()];
        }
    }

    public void Dispose()
    {
        if (_index.IsValueCreated)
        {
            _index.Value.Dispose();
        }
    }

    // Where the terms tell which bytes an event must have, only the rows that have them are read; else, and of files that another program
    // wrote, all.
    IEnumerable<string> ViewsOver(List<LakeFile> files, List<SearchTerm> terms)
    {
        if (_rows is null || terms.Exists(term => term.Pattern is null))
        {
            return [ViewOver(files)];
        }

        var found = _rows.Open(files);
        var views = new List<string>();
        if (found.Readable.Count > 0)
        {
            _opened.UnionWith(found.Readable.Select(file => file.File.Path));
            views.Add(NewView());
            var rows = _rows.Add(new RowSearch(found.Readable, terms, _index.Value));
            _database.Run(LakeViews.OverRows(views[^1], rows, _filter));
        }

        if (found.Others.Count > 0)
        {
            views.Add(ViewOver(found.Others));
        }

        return views;
    }

    string ViewOver(IReadOnlyList<LakeFile> files)
    {
        if (files.Count == Events.Count)
        {
            Run(_scripts.For(EventsFiles));
            return EventsFiles;
        }

        _opened.UnionWith(files.Select(file => file.Path));
        var name = NewView();
        Run(LakeViews.OverFiles(name, name, files, _filter));
        return name;
    }

    // A statement is bound to the files when it is prepared: what streams on from it is not touched when others are shown.
    void Show(IReadOnlyList<LakeFile> files)
    {
        if (ReferenceEquals(files, _shown))
        {
            return;
        }

        _shown = files;
        if (_scripts.IsMade(EventsFiles))
        {
            Run(LakeViews.EventsFiles(OpenShown(), _filter)
                .Select(statement => statement.Replace("CREATE VIEW", "CREATE OR REPLACE VIEW", StringComparison.Ordinal)));
        }
    }

    IReadOnlyList<LakeFile> OpenShown()
    {
        if (ReferenceEquals(_shown, Events))
        {
            _isWhole = true;
        }
        else
        {
            _opened.UnionWith(_shown.Select(file => file.Path));
        }

        return _shown;
    }

    void Run(IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            _database.Run(statement);
        }
    }

    string NewView() => string.Create(CultureInfo.InvariantCulture, $"traillake_found_{++_views}");
}
