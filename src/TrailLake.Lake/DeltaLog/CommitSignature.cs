using TrailLake.Schema;

namespace TrailLake.DeltaLog;

/// <summary>TrailLake's name in commits.</summary>
static class CommitSignature
{
    /// <summary>How <see cref="Engine"/> begins, in all versions.</summary>
    public const string Product = "TrailLake/";

    /// <summary>For example <c>TrailLake/0.1.0</c>.</summary>
    public static string Engine { get; } = Product + ProductVersion.Text;

    public static CommitInfoAction Commit(long time, string operation, IReadOnlyDictionary<string, string> parameters) =>
        new(time, operation, parameters, Engine);

    /// <summary>An append, in the words that other Delta writers use.</summary>
    public static CommitInfoAction Append(long time, IReadOnlyList<string> partitions)
    {
        var columns = partitions.Count == 0 ? "[]" : $"[\"{string.Join("\",\"", partitions)}\"]";
        return Commit(time, "WRITE", new Dictionary<string, string> { ["mode"] = "Append", ["partitionBy"] = columns });
    }
}
