using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using TrailLake.Index;
using TrailLake.Query.Entities;
using TrailLake.Query.Rows;
using TrailLake.Query.Search;

namespace TrailLake.Query;

/// <summary>Searches through the index: views over the data files that can hold what is looked for.</summary>
public sealed partial class LakeSession
{
    readonly LakeFiles _files;
    readonly FilePruning _pruning = new();
    readonly IReadOnlyList<LakeFile> _events;
    readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _searched = new(StringComparer.Ordinal); // what events_with stands for now, by its argument
    readonly Dictionary<(string Value, string Columns), string> _found = []; // all that it stood for so far
    LakeIndex? _needles;
    IReadOnlyList<LakeFile>? _within; // what events is to show; null for all
    IReadOnlyList<LakeFile>? _shown; // what events_files was made over; null before it is made
    bool _isWhole;
    int _views;

    /// <summary>Which data files the session's questions so far were spared.</summary>
    public SearchCounts Counts
    {
        get
        {
            var opened = _isWhole ? _events.Count : _opened.Count;
            return new SearchCounts(
                _files.Events.Count, _pruning.ByDate, _pruning.ByAccount, _pruning.ByStatistics, _events.Count - opened, opened);
        }
    }

    /// <summary>The data files that the session's filter leaves.</summary>
    internal IReadOnlyList<LakeFile> Events => _events;

    /// <summary>Bytes of the data files that the session's filter leaves.</summary>
    public long Bytes => _events.Sum(file => file.Source?.Bytes ?? 0);

    /// <summary>Whether there is any event to look for; asks no data file when it need not.</summary>
    public bool HasEvents(CancellationToken cancellation = default)
    {
        // No data file is empty, but of a day that is wanted in part there may be the other part only.
        if (_options.Filter is { From: null, To: null } || _events.Count == 0)
        {
            return _events.Count > 0;
        }

        using var result = Query("SELECT 1 FROM events LIMIT 1", [], cancellation);
        return result.Read();
    }

    /// <summary>
    /// Runs a statement as <see cref="Query"/>, with <c>events</c> and all that is made of it over the data files that can hold something alone.
    /// </summary>
    /// <param name="needles">What the index is asked; every event that the statement's rows depend on must have it. Null for all files.</param>
    internal QueryResult QueryWithin(IndexQuery? needles, string sql, CancellationToken cancellation) =>
        Within(needles, () => Query(sql, [], cancellation));

    /// <summary>As <see cref="QueryWithin"/>, for <see cref="WriteParquet"/>.</summary>
    internal long WriteParquetWithin(IndexQuery? needles, string sql, CancellationToken cancellation) =>
        Within(needles, () => WriteParquet(sql, cancellation));

    /// <summary>
    /// Text for FROM: the rows of <c>events</c> that a condition finds. Files that the index excludes are not opened, and of the others only
    /// what may hold something is searched: JSON texts and <c>resources</c> are dear to read.
    /// </summary>
    internal string From(EventCondition condition)
    {
        // The terms stand below the projection that takes JSON's null for none: over the column itself, DuckDB evaluates them in the scan.
        var parts = FileGroups.Of(_events, condition, Needles).SelectMany(
            group => ViewsOver(group.Files, group.Terms),
            (group, view) => $"{LakeViews.Events(view)} WHERE {EventCondition.AnyOf(group.Terms.Select(term => term.Sql))}").ToList();

        // A view of its own: what the statement around it looks at is told by its own text alone.
        var name = NewView();
        RunOnLake($"CREATE VIEW {name} AS {(parts.Count == 0 ? LakeViews.NoEvents : string.Join(" UNION ALL ", parts))}");
        return name;
    }

    // Where the terms tell which bytes an event must have, only the rows that have them are read; else, and of files that another program wrote, all.
    IEnumerable<string> ViewsOver(List<LakeFile> files, List<EventTerm> terms)
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
            RunOnLake(LakeViews.OverRows(views[^1], _rows.Add(new RowSearch(found.Readable, terms, Needles)), _options.Filter));
        }

        if (found.Others.Count > 0)
        {
            views.Add(ViewOver(found.Others));
        }

        return views;
    }

    /// <summary>Text for FROM: <c>events</c> of the files that can hold something; the other rows of those files are among them.</summary>
    /// <param name="queries">What the index is asked; a file must hold something of each.</param>
    internal string FilesWith(params IReadOnlyList<IndexQuery> queries)
    {
        var view = ViewWith(queries);
        return view is null ? $"({LakeViews.NoEvents})" : $"({LakeViews.Events(view)})";
    }

    /// <summary>Text for FROM: <c>events</c> of some of the data files.</summary>
    internal string FromFiles(IReadOnlyList<LakeFile> files) => $"({LakeViews.Events(ViewOver(files))})";

    /// <summary>As <see cref="FilesWith"/>, the name of a view like <c>events_files</c>; null when no file can hold it.</summary>
    internal string? ViewWith(params IReadOnlyList<IndexQuery> queries)
    {
        var files = FileGroups.With(_events, queries, Needles);
        return files.Count == 0 ? null : ViewOver(files);
    }

    // A macro whose branches are chosen by its argument: it is a constant, so that DuckDB plans the one branch whose condition holds.
    void MakeEventsWith(IReadOnlyCollection<EventsWithUse> uses, CancellationToken cancellation)
    {
        var isNew = false;
        foreach (var use in uses.GroupBy(use => use.Value))
        {
            var entity = Entity.Parse(use.Key);
            var columns = EntityFilter.EqualColumns(entity, [.. use]);
            var search = (use.Key, string.Join(' ', columns));
            if (!_found.TryGetValue(search, out var from))
            {
                var condition = columns.Count > 0 ? EntityFilter.EventsWhere(entity, columns) : EntityFilter.EventsAbout(entity, this, cancellation);
                _found.Add(search, from = From(condition));
            }

            isNew |= !_searched.TryGetValue(use.Key, out var before) || !ReferenceEquals(before, from);
            _searched[use.Key] = from;
        }

        if (isNew)
        {
            var branches = _searched.Select(pair => $"SELECT * FROM {pair.Value} WHERE searched = {SqlText.Literal(pair.Key)}");
            RunOnLake($"CREATE OR REPLACE MACRO {StatementJudge.EventsWith}(searched) AS TABLE {string.Join(" UNION ALL ", branches)}");
        }
    }

    /// <summary>Events that the ledger counts and that this snapshot holds no more.</summary>
    internal System.Collections.Generic.IReadOnlyList<TrailLake.Lake.LakeDeduction> Deductions => _files.Deductions;

    // A statement is bound to the files when it is prepared: what streams on from it is not touched when others are shown again.
    T Within<T>(IndexQuery? needles, Func<T> run)
    {
        if (needles is not null)
        {
            var found = FileGroups.With(_events, [needles], Needles);
            _within = found.Count == _events.Count ? null : found;
        }

        try
        {
            return run();
        }
        finally
        {
            _within = null;
        }
    }

    // Called when events_files is made.
    IReadOnlyList<LakeFile> ShowFiles()
    {
        _shown = _within ?? _events;
        if (_within is null)
        {
            _isWhole = true;
        }
        else
        {
            _opened.UnionWith(_within.Select(file => file.Path));
        }

        return _shown;
    }

    void RenewFiles()
    {
        if (_shown is null || ReferenceEquals(_shown, _within ?? _events))
        {
            return;
        }

        foreach (var statement in LakeViews.EventsFiles(ShowFiles(), _options.Filter))
        {
            RunOnLake(statement.Replace("CREATE VIEW", "CREATE OR REPLACE VIEW", StringComparison.Ordinal));
        }
    }

    string NewView() => string.Create(CultureInfo.InvariantCulture, $"traillake_found_{++_views}");

    LakeIndex Needles => _needles ??= LakeIndex.Open(_files.Directory);

    string ViewOver(IReadOnlyList<LakeFile> files)
    {
        if (files.Count == _events.Count)
        {
            foreach (var statement in _scripts.For("events_files"))
            {
                RunOnLake(statement);
            }

            return "events_files";
        }

        _opened.UnionWith(files.Select(file => file.Path));
        var name = NewView();
        foreach (var statement in LakeViews.OverFiles(name, name, files, _options.Filter))
        {
            RunOnLake(statement);
        }

        return name;
    }
}
