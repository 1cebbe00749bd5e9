using System;
using System.Linq;
using TrailLake.Parquet.Tables;

namespace TrailLake.Tests.Parquet;

/// <summary>A row with a column of every type that small tables may have, in structs and outside.</summary>
sealed record OddRow(string? Text, string? Repeated, byte[]? Binary, long? Number, DateTime? Time, OddMembers? Members)
{
    static readonly string[] s_texts =
        ["", " ", "a", "\0", "é", "中", "😀", "\uE000", "\U0010FFFF", "\uD800", "\uDFFFx", new string('\uFFFF', 70), new string('z', 300)];

    static readonly long[] s_numbers = [long.MinValue, long.MaxValue, 0, -1, 1];

    static readonly DateTime[] s_times =
    [
        DateTime.UnixEpoch, DateTime.UnixEpoch.AddMicroseconds(-1), new(1901, 2, 3, 4, 5, 6, DateTimeKind.Utc),
        new(2262, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    ];

    public static TableDefinition<OddRow> Table { get; } = new(row => row.Binary?.Length ?? 0, columns => columns
        .Text("text", row => row.Text)
        .Text("repeated", row => row.Repeated)
        .Binary("binary", row => row.Binary)
        .Long("number", row => row.Number)
        .Time("time", row => row.Time)
        .Struct("members", row => row.Members, members => members
            .Text("text", m => m.Text)
            .Long("number", m => m.Number)
            .Int("small", m => m.Small)
            .Boolean("flag", m => m.Flag)
            .Map("map", m => m.Map)
            .Struct("inner", inner => inner.List("list", m => m.List).Text("text", m => m.Text))));

    public static OddRow Create(Random random)
    {
        string? text = Maybe(random, AnyText);
        var members = random.Next(3) == 0 ? null : new OddMembers(
            Maybe(random, AnyText),
            random.Next(3) == 0 ? null : Integer(random),
            random.Next(3) == 0 ? null : (int)(random.Next(3) - 1L) * int.MaxValue,
            random.Next(3) == 0 ? null : random.Next(2) == 0,
            Maybe(random, r => Enumerable.Range(0, r.Next(4)).ToDictionary(i => $"{i}{AnyText(r)}", _ => Maybe(r, AnyText))),
            Maybe(random, r => Enumerable.Range(0, r.Next(4)).Select(_ => Maybe(r, AnyText)).ToList()));
        return new OddRow(
            text,
            random.Next(20) == 0 ? null : "same",
            Maybe(random, r => Enumerable.Range(0, r.Next(5)).Select(_ => (byte)r.Next(256)).ToArray()),
            random.Next(3) == 0 ? null : Integer(random),
            random.Next(3) == 0 ? null : s_times[random.Next(s_times.Length)].AddMicroseconds(random.Next(1000)),
            members);
    }

    static long Integer(Random random) => random.Next(2) == 0 ? s_numbers[random.Next(s_numbers.Length)] : random.Next(100);

    static string AnyText(Random random) =>
        s_texts[random.Next(s_texts.Length)] + (random.Next(2) == 0 ? "" : random.Next(1000).ToString());

    static T? Maybe<T>(Random random, Func<Random, T> create)
        where T : class => random.Next(3) == 0 ? null : create(random);
}
