namespace TrailLake.DeltaLog;

/// <summary>Kinds of commits by what they do to a table's rows.</summary>
[Flags]
enum CommitKind
{
    /// <summary>Nothing: it says something of the table.</summary>
    None = 0,

    /// <summary>It adds files.</summary>
    Adds = 1,

    /// <summary>It removes or changes rows, which a table that only grows does not allow.</summary>
    Removes = 2,
}
