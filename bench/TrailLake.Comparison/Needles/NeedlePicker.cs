using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TrailLake.Parquet;
using TrailLake.Query.Entities;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Store;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// Picks the searched values from the plain table: of each kind, one of the distinct values of one day, both by a seed, so that rare values
/// are as likely as frequent ones and another run on the same events picks the same.
/// </summary>
sealed class NeedlePicker(PlainSide plain, string folder, string lake, int seed)
{
    /// <summary>Days without a value of a kind that are tried before it is an error.</summary>
    const int MostDays = 40;

    // A needle's rows: enough to read them as a person would.
    const string Columns =
        "eventID, epoch_ms(eventTime)::VARCHAR AS eventTime, eventSource, eventName, awsRegion, account, userIdentity.arn AS arn, "
            + "sourceIPAddress, errorCode";

    public IReadOnlyList<BenchQuestion> Pick()
    {
        var days = Days(folder);
        return [.. NeedleKinds.All.Select((kind, number) => Question(kind, kind.Absent ?? ValueOf(kind, number, days)))];
    }

    /// <summary>The days of the plain table, in order.</summary>
    public static IReadOnlyList<string> Days(string folder) =>
        [.. Directory.EnumerateDirectories(folder, "date=*").Select(path => Path.GetFileName(path)["date=".Length..])
            .Order(StringComparer.Ordinal)];

    string ValueOf(NeedleKind kind, int number, IReadOnlyList<string> days)
    {
        var random = new Random(HashCodeOf(seed, number));
        for (var i = 0; i < MostDays; i++)
        {
            var day = days[random.Next(days.Count)];
            var source = PlainSide.From($"{folder}/date={day}/*/*.parquet");
            var salt = string.Create(CultureInfo.InvariantCulture, $"{seed}/{number}/");
            if (plain.Texts(
                $"SELECT arg_min(v, md5('{salt}' || v)) FROM (SELECT {kind.Pick} AS v FROM {source}) WHERE v IS NOT NULL") is [var value])
            {
                return value;
            }
        }

        throw new InvalidOperationException($"no value for '{kind.Name}' was found in {MostDays} days of {folder}");
    }

    BenchQuestion Question(NeedleKind kind, string value)
    {
        var literal = $"'{DuckDbPeer.Quote(value)}'";
        var condition = kind.Condition?.Replace("{0}", literal, StringComparison.Ordinal);
        var found = $"events_with({literal})";
        return new BenchQuestion(
            kind.Name,
            $"SELECT {Columns} FROM {found}{(condition is null ? "" : " WHERE " + condition)} ORDER BY eventTime",
            $"SELECT {Columns} FROM plain WHERE {condition ?? Anywhere(value)} ORDER BY eventTime",
            value,
            kind.Absent is not null);
    }

    // The terms that TrailLake itself searches by: plain searches first and a pattern on what is left, which DuckDB runs fast. No faster
    // SQL finds the same events.
    string Anywhere(string value)
    {
        using var session = SqlSession.Open(LakeFiles.Of(lake, LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot()));
        return EntityFilter.About(Entity.Parse(value), session);
    }

    // Not HashCode.Combine: it differs from process to process.
    static int HashCodeOf(int seed, int number) => (int)(((uint)seed * 2654435761) ^ ((uint)number * 40503));
}
