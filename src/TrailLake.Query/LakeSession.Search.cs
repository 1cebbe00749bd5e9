using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TrailLake.Needles;
using TrailLake.Query.Search;

namespace TrailLake.Query;

/// <summary>Searches through the index: views over the data files that can hold what is looked for.</summary>
public sealed partial class LakeSession
{
    readonly LakeFiles _files;
    readonly FilePruning _pruning = new();
    readonly IReadOnlyList<LakeFile> _events;
    readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    NeedleIndex? _needles;
    int _views;

    /// <summary>Which data files the session's questions so far were spared.</summary>
    public SearchCounts Counts
    {
        get
        {
            var opened = _scripts.IsMade("events_files") ? _events.Count : _opened.Count;
            return new SearchCounts(
                _files.Events.Count, _pruning.ByDate, _pruning.ByAccount, _pruning.ByStatistics, _events.Count - opened, opened);
        }
    }

    /// <summary>The data files that the session's filter leaves.</summary>
    internal IReadOnlyList<LakeFile> Events => _events;

    /// <summary>
    /// Text for FROM: the rows of <c>events</c> that a condition finds. Files that the index excludes are not opened, and JSON texts are read
    /// in those files only in which they can hold what is looked for.
    /// </summary>
    internal string From(EventCondition condition)
    {
        if (condition.Needles is null)
        {
            return $"(SELECT * FROM events WHERE {condition.Sql})";
        }

        var found = Find(condition.Needles, condition.Always);
        var parts = new List<string>();
        Add(found.Columns, condition.ColumnsSql);
        Add(found.Texts, condition.TextsSql);
        Add(found.Both, condition.Sql);
        return parts.Count == 0 ? $"({LakeViews.NoEvents})" : $"({string.Join(" UNION ALL ", parts)})";

        void Add(IReadOnlyList<LakeFile> files, string sql)
        {
            if (files.Count > 0 && sql != "false")
            {
                parts.Add($"SELECT * FROM ({LakeViews.Events(ViewOver(files))}) WHERE {sql}");
            }
        }
    }

    /// <summary>Text for FROM: <c>events</c> of the files that can hold something; the other rows of those files are among them.</summary>
    /// <param name="queries">What the index is asked; a file must hold something of each.</param>
    internal string FilesWith(params IReadOnlyList<NeedleQuery> queries)
    {
        var view = ViewWith(queries);
        return view is null ? $"({LakeViews.NoEvents})" : $"({LakeViews.Events(view)})";
    }

    /// <summary>Text for FROM: <c>events</c> of some of the data files.</summary>
    internal string FromFiles(IReadOnlyList<LakeFile> files) => $"({LakeViews.Events(ViewOver(files))})";

    /// <summary>As <see cref="FilesWith"/>, the name of a view like <c>events_files</c>; null when no file can hold it.</summary>
    internal string? ViewWith(params IReadOnlyList<NeedleQuery> queries)
    {
        var index = Needles;
        var files = _events.Where(file => queries.All(query => Find(index, file, query) != NeedlePlaces.None)).ToList();
        return files.Count == 0 ? null : ViewOver(files);
    }

    NeedleIndex Needles => _needles ??= NeedleIndex.Open(_files.Directory);

    FoundFiles Find(NeedleQuery query, Func<LakeFile, bool>? always)
    {
        var index = Needles;
        var (columns, texts, both) = (new List<LakeFile>(), new List<LakeFile>(), new List<LakeFile>());
        foreach (var file in _events)
        {
            var places = Find(index, file, query) | (always?.Invoke(file) == true ? NeedlePlaces.Columns : NeedlePlaces.None);
            (places switch { NeedlePlaces.Columns => columns, NeedlePlaces.Texts => texts, NeedlePlaces.All => both, _ => null })?.Add(file);
        }

        return new FoundFiles(columns, texts, both);
    }

    static NeedlePlaces Find(NeedleIndex index, LakeFile file, NeedleQuery query) =>
        file.Source is { } source ? index.Find(source, query) : NeedlePlaces.All;

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
        var name = string.Create(CultureInfo.InvariantCulture, $"traillake_found_{++_views}");
        foreach (var statement in LakeViews.OverFiles(name, name, files, _options.Filter))
        {
            RunOnLake(statement);
        }

        return name;
    }
}
