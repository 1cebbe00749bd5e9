using System.Collections.Generic;
using System.IO;
using TrailLake.Lake.DeltaLog;

namespace TrailLake.Lake;

/// <summary>The four tables of a lake and where things stand in it.</summary>
sealed class LakeTables
{
    /// <summary>Folder, in each table, for files that are being written. Readers pass over names that begin with an underscore.</summary>
    const string StagingFolder = "_staging";

    public LakeTables(string directory)
    {
        Directory = directory;
        Events = new DeltaTable(Path.Combine(directory, "events"), TableProperties.RuleOfEvents);
        Objects = new DeltaTable(Path.Combine(directory, "objects"), TableProperties.RuleOfLedger);
        Rejects = new DeltaTable(Path.Combine(directory, "rejects"), TableProperties.RuleOfLedger);
        Copies = new DeltaTable(Path.Combine(directory, "copies"), TableProperties.RuleOfLedger);
    }

    public string Directory { get; }

    public DeltaTable Events { get; }

    public DeltaTable Objects { get; }

    public DeltaTable Rejects { get; }

    /// <summary>A lake that an older version wrote has none until the first batch of this one.</summary>
    public DeltaTable Copies { get; }

    /// <summary>The tables that there are.</summary>
    public IReadOnlyList<DeltaTable> All => Copies.NewestVersion() < 0 ? [Events, Objects, Rejects] : [Events, Objects, Rejects, Copies];

    public static string Staging(DeltaTable table) => Path.Combine(table.Directory, StagingFolder);

    /// <summary>Full path of a file that a log names, from its decoded relative path.</summary>
    public static string FullPath(DeltaTable table, string relative) =>
        Path.Combine(table.Directory, Path.DirectorySeparatorChar == '/' ? relative : relative.Replace('/', Path.DirectorySeparatorChar));
}
