using TrailLake.Errors;

namespace TrailLake.Lake.Storage;

/// <summary>The wording of a storage's own errors. What the system says is worded by those who know what they were at.</summary>
static class StorageErrors
{
    public static TrailLakeException CannotPublish(string path, string reason) =>
        new(
            ErrorKind.Storage,
            $"{path} cannot be created without the risk of overwriting another writer's commit: {reason}. Expected a file "
            + "system with hard links or an exclusive rename; put the lake on a local disk.",
            path);
}
