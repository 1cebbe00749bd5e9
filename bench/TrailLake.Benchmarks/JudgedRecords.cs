using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using TrailLake.Schema;

namespace TrailLake.Benchmarks;

/// <summary>The right answer, found with the runtime's own JSON reader.</summary>
static class JudgedRecords
{
    public static Answer Of(IEnumerable<byte[]> contents)
    {
        var answer = default(Answer);
        foreach (var content in contents)
        {
            using var document = JsonDocument.Parse(content);
            foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                answer = Add(answer.WithRecord(), record);
            }
        }

        return answer;
    }

    static Answer Add(Answer answer, JsonElement record)
    {
        foreach (var id in Answer.Judged)
        {
            var column = CloudTrailSchema.Leaves[(int)id];
            if (record.TryGetProperty(column.Name, out var value))
            {
                var text = column.Kind == ColumnKind.Json ? value.GetRawText() : value.GetString();
                answer = text is null ? answer : answer.With(id, Encoding.UTF8.GetBytes(text));
            }
        }

        return answer;
    }
}
