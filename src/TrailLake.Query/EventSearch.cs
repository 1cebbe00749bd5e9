using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using TrailLake.Index;
using TrailLake.Schema;

namespace TrailLake.Query;

/// <summary>Finds whole rows.</summary>
public static class EventSearch
{
    /// <summary>The rows with an eventID: usually one; several when the same id was delivered with different content.</summary>
    public static IEnumerable<FoundEvent> ByEventId(LakeSession session, string eventId, CancellationToken cancellation = default) =>
        session.ViewWith(new IndexQuery().Value(eventId)) is { } view
            ? Run(session, view, "WHERE \"eventID\" = ? ORDER BY \"sourceObject\", \"sourceIndex\"", [eventId], cancellation)
            : [];

    /// <summary>Every row, in no particular order.</summary>
    public static IEnumerable<FoundEvent> All(LakeSession session, CancellationToken cancellation = default) => Run(session, "events_files", "", [], cancellation);

    /// <summary>The rows that a condition finds, the newest first.</summary>
    /// <param name="view">A view like <c>events_files</c>.</param>
    internal static IEnumerable<FoundEvent> NewestFirst(LakeSession session, string view, string condition, CancellationToken cancellation) =>
        Run(session, view, $"WHERE {condition} ORDER BY \"eventTime\" DESC, \"sourceObject\" DESC, \"sourceIndex\" DESC", [], cancellation);

    static IEnumerable<FoundEvent> Run(LakeSession session, string view, string where, string[] parameters, CancellationToken cancellation)
    {
        using var result = session.Query($"FROM {view} {where}", parameters, cancellation);
        var file = IndexOf(result, LakeViews.FileColumn);
        var source = IndexOf(result, CloudTrailSchema.Leaves[(int)FieldId.SourceObject].Name);
        var index = IndexOf(result, CloudTrailSchema.Leaves[(int)FieldId.SourceIndex].Name);
        var conflict = IndexOf(result, CloudTrailSchema.Leaves[(int)FieldId.EventIdConflict].Name);
        while (result.Read())
        {
            yield return new FoundEvent(
                ReadRow(result),
                result.GetText(file) ?? "",
                result.GetText(source) ?? "",
                result.GetInt64(index) ?? -1,
                result.GetText(conflict) == "true");
        }
    }

    static JsonElement ReadRow(QueryResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
        {
            writer.WriteStartObject();
            for (var i = 0; i < result.Columns.Length; i++)
            {
                writer.WritePropertyName(result.Columns[i].Name);
                result.WriteJson(i, writer);
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    static int IndexOf(QueryResult result, string name)
    {
        for (var i = 0; i < result.Columns.Length; i++)
        {
            if (result.Columns[i].Name == name)
            {
                return i;
            }
        }

        throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"The lake's files have no column {name}."));
    }
}
