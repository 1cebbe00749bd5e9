using System.Collections.Generic;
using System.Threading;
using TrailLake.DeltaLog;
using TrailLake.Storage;
using TrailLake.Tables;
using TrailLake.Tables.Rows;

namespace TrailLake.Tests;

/// <summary>Formats over files that stand anywhere on the disk.</summary>
static class LocalFormat
{
    public static ISegmentWriter CreateSegment(this ILakeFormat format, string path, string? hashKey = null) =>
        format.CreateSegment(FolderStorage.CreateAt(path), hashKey);

    public static ISegmentReader OpenSegment(this ILakeFormat format, string path) => format.OpenSegment(FolderStorage.FileAt(path));

    public static string? ReadHashKey(this ILakeFormat format, string path) => format.ReadHashKey(FolderStorage.FileAt(path));

    public static bool ReadEventIds(this ILakeFormat format, string path, string? hashKey, EventIdVisitor visit) =>
        format.ReadEventIds(FolderStorage.FileAt(path), hashKey, visit);

    public static FileInspection InspectEvents(this ILakeFormat format, string path, CancellationToken cancellation = default) =>
        format.InspectEvents(FolderStorage.FileAt(path), cancellation);

    public static long WriteObjects(this ILakeFormat format, string path, IReadOnlyList<ObjectRow> rows) =>
        format.WriteObjects(FolderStorage.CreateAt(path), rows);

    public static IEnumerable<ObjectRow> ReadObjects(this ILakeFormat format, string path) =>
        format.ReadObjects(FolderStorage.FileAt(path));

    public static void ReadObjectKeys(this ILakeFormat format, string path, ObjectKeyVisitor visit) =>
        format.ReadObjectKeys(FolderStorage.FileAt(path), visit);

    public static long WriteRejects(this ILakeFormat format, string path, IReadOnlyList<RejectRow> rows) =>
        format.WriteRejects(FolderStorage.CreateAt(path), rows);

    public static IEnumerable<RejectRow> ReadRejects(this ILakeFormat format, string path) =>
        format.ReadRejects(FolderStorage.FileAt(path));

    public static long WriteCopies(this ILakeFormat format, string path, IReadOnlyList<CopyRow> rows) =>
        format.WriteCopies(FolderStorage.CreateAt(path), rows);

    public static IEnumerable<CopyRow> ReadCopies(this ILakeFormat format, string path) => format.ReadCopies(FolderStorage.FileAt(path));

    public static void WriteCheckpoint(this ILakeFormat format, string path, IReadOnlyList<DeltaAction> actions) =>
        format.WriteCheckpoint(FolderStorage.CreateAt(path), actions);

    public static IReadOnlyList<DeltaAction> ReadCheckpoint(this ILakeFormat format, string path) =>
        format.ReadCheckpoint(FolderStorage.FileAt(path));

    public static IRowFile? TryOpen(this IRowSource source, string path) => source.TryOpen(FolderStorage.FileAt(path));
}
