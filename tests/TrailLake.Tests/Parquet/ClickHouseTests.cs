using System;
using System.Linq;
using System.Text.Json;
using TrailLake.Columns;
using TrailLake.Parquet;
using TrailLake.Schema;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Parquet;

public sealed class ClickHouseTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RandomRows_AreReadBackByClickHouse()
    {
        // A list of structs or a struct inside a struct is never NULL for ClickHouse, so values are compared and levels are not.
        var random = new RandomBatch(21);
        ColumnBatch[] batches = [random.Create(400), random.Create(30)];
        using (var writer = new ParquetLakeFormat().CreateSegment(_folder.File("events.parquet")))
        {
            foreach (var batch in batches)
            {
                writer.WriteRowGroup(batch);
            }

            writer.Complete();
        }

        var leaves = CloudTrailSchema.Leaves.Where(leaf => leaf.MaxRepetition == 0).ToList();
        var expressions = leaves.Select(
            (leaf, i) => (leaf.Kind == ColumnKind.Timestamp ? $"toUnixTimestamp64Micro({leaf.Path})" : leaf.Path) + $" AS c{i}");
        var rows = ClickHouse.Query(
            _folder.Path,
            $"SELECT {string.Join(", ", expressions)} FROM file('events.parquet') SETTINGS output_format_json_quote_64bit_integers = 0, "
                + "max_threads = 1");
        for (int i = 0; i < leaves.Count; i++)
        {
            var expected = batches.SelectMany(batch => LeafValues.Expected(batch, leaves[i])).Select(value => Text(value.Value)).ToList();
            Assert.Equal(expected, rows.Select(row => Text(row.GetProperty($"c{i}"))));
        }

        var arns = ClickHouse.Query(
            _folder.Path, "SELECT arrayJoin(resources.ARN) AS arn FROM file('events.parquet') SETTINGS max_threads = 1");
        var present = batches.SelectMany(batch => LeafValues.Expected(batch, CloudTrailSchema.Leaves[(int)FieldId.ResourceArn]))
            .Where(v => v.Definition >= 2);
        Assert.Equal(present.Select(value => Text(value.Value)), arns.Select(row => Text(row.GetProperty("arn"))));
    }

    static string? Text(object? value) => value switch
    {
        DateTime time => ((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(),
        bool flag => flag ? "true" : "false",
        _ => value?.ToString(),
    };

    static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
