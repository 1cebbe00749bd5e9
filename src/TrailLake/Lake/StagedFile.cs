using System;

namespace TrailLake.Lake;

/// <summary>A data file of a batch that is being written: under a temporary name, which no reader takes for data.</summary>
public sealed class StagedFile
{
    internal StagedFile(string temporaryPath, string finalPath, string relativePath, DateOnly date, string account)
    {
        TemporaryPath = temporaryPath;
        FinalPath = finalPath;
        RelativePath = relativePath;
        Date = date;
        Account = account;
    }

    /// <summary>Where to write it.</summary>
    public string TemporaryPath { get; }

    /// <summary>Where the commit will put it.</summary>
    public string FinalPath { get; }

    /// <summary>UTC day of its events.</summary>
    public DateOnly Date { get; }

    /// <summary>Account of its events.</summary>
    public string Account { get; }

    /// <summary>Path below the events table, with forward slashes.</summary>
    internal string RelativePath { get; }
}
