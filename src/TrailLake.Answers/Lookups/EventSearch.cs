using System.Buffers;
using System.Text.Json;
using TrailLake.Index;
using TrailLake.Query.Execution;
using TrailLake.Query.Session;
using TrailLake.Query.Values;
using TrailLake.Query.Views;
using TrailLake.Schema;

namespace TrailLake.Answers.Lookups;

/// <summary>Finds whole rows.</summary>
static class EventSearch
{
    /// <summary>The rows with an eventID: usually one; several when the same id was delivered with different content.</summary>
    public static IEnumerable<FoundEvent> ByEventId(SqlSession session, string eventId, CancellationToken cancellation = default) =>
        session.Search.ViewWith(new IndexQuery().Value(eventId)) is { } view
            ? Run(session, view, "WHERE \"eventID\" = ? ORDER BY \"sourceObject\", \"sourceIndex\"", [eventId], cancellation)
            : [];

    /// <summary>Every row, in no particular order.</summary>
    public static IEnumerable<FoundEvent> All(SqlSession session, CancellationToken cancellation = default) =>
        Run(session, "events_files", "", [], cancellation);

    /// <summary>The rows that a condition finds, the newest first.</summary>
    /// <param name="view">A view like <c>events_files</c>.</param>
    internal static IEnumerable<FoundEvent> NewestFirst(
        SqlSession session, string view, string condition, CancellationToken cancellation) =>
        Run(session, view, $"WHERE {condition} ORDER BY \"eventTime\" DESC, \"sourceObject\" DESC, \"sourceIndex\" DESC", [], cancellation);

    static IEnumerable<FoundEvent> Run(SqlSession session, string view, string where, string[] parameters, CancellationToken cancellation)
    {
        using var result = session.Ask(new LakeQuery($"FROM {view} {where}") { Parameters = parameters }, cancellation);
        var file = result.IndexOf(LakeViews.FileColumn);
        var source = result.IndexOf(CloudTrailSchema.Leaves[(int)FieldId.SourceObject].Name);
        var index = result.IndexOf(CloudTrailSchema.Leaves[(int)FieldId.SourceIndex].Name);
        var conflict = result.IndexOf(CloudTrailSchema.Leaves[(int)FieldId.EventIdConflict].Name);
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
}
