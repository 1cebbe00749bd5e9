using System.CommandLine;
using TrailLake.Ingest.Sources;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;

namespace TrailLake.Cli.Options;

/// <summary>The sources of an archive and how to reach them.</summary>
sealed class SourceOptions
{
    readonly Argument<string[]> _sources;
    readonly bool _isSingle;
    readonly RegionOption _region = new();
    readonly TimeRangeOptions _range = new();
    readonly SourceAccessOptions _access = new();

    /// <param name="single">True for commands that look at one archive as a whole, and not at a stream of records.</param>
    public SourceOptions(bool single = false)
    {
        _sources = new("SOURCE")
        {
            Description = single
                ? "Folder, file or s3://bucket/prefix."
                : "Folder, file, s3://bucket/prefix, or - for stdin; several are read in turn.",
            Arity = ArgumentArity.OneOrMore,
        };
        _isSingle = single;
    }

    public IEnumerable<Symbol> Symbols => [_sources, .. _range.Symbols, _region, .. _access.Symbols];

    /// <summary>What of the sources is wanted.</summary>
    /// <param name="lake">The lake's folder, whose accounts and regions are known too; null for none.</param>
    public SourceFilter ReadFilter(ParseResult arguments, string? lake)
    {
        var range = _range.Read(arguments, DateTime.UtcNow);
        var regions = arguments.GetValue(_region) ?? [];
        FilterCheck.AbsentAccounts(range.Accounts, () => Known(lake, "account"));
        FilterCheck.AbsentRegions(regions, () => Known(lake, "region"));
        return new SourceFilter { From = range.From, To = range.To, Accounts = [.. range.Accounts], Regions = regions };
    }

    static List<string> Known(string? lake, string column)
    {
        if (lake is null || !LakeStore.Exists(lake))
        {
            return [];
        }

        using var session = SqlSession.Open(LakeFiles.Of(lake, Lake.Open(lake).Store.Snapshot()));
        using var result = session.Query($"SELECT DISTINCT {column} FROM objects WHERE {column} IS NOT NULL");
        return [.. result.ReadAll().Select(row => row[0]!)];
    }

    public ILogSource Read(ParseResult arguments)
    {
        var names = arguments.GetValue(_sources) ?? [];
        var found = names.Length == 1 ? "stdin (-) is no archive" : $"{names.Length} sources are named, expected one";
        UsageError.ThrowIf(
            _isSingle && (names.Length != 1 || names[0] == "-"), $"{found}; give a folder, a file or s3://bucket/prefix", "SOURCE");
        UsageError.ThrowIf(names.Count(name => name == "-") > 1, "stdin (-) is named twice; it can be read once", "-");
        var sources = names.Select(name => _access.Open(name, arguments)).ToList();
        return sources.Count == 1 ? sources[0] : new CompositeLogSource(sources);
    }
}
