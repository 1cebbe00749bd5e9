using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Numerics;
using System.Text.Json;
using TrailLake.Index;
using TrailLake.Parquet;
using TrailLake.Store;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Index;

/// <summary>
/// Where the values of a lake's files stand, as DuckDB reads the rows of the files: the judge of the index's granules. Values are
/// whole strings, the names at their ends, principals without their sessions, and networks of addresses.
/// </summary>
static class GranuleOracle
{
    static readonly (string Column, IndexPlaces Place)[] s_texts =
    [
        ("requestParameters", IndexPlaces.Request), ("responseElements", IndexPlaces.Response),
        ("additionalEventData", IndexPlaces.Details), ("serviceEventDetails", IndexPlaces.Details),
    ];

    // By what is searched for besides the whole value.
    static readonly (string Column, Func<string, IEnumerable<string>> Parts)[] s_columns =
    [
        ("userIdentity.accessKeyId", _ => []),
        ("userIdentity.accountId", _ => []),
        ("userIdentity.onBehalfOf.userId", _ => []),
        ("userIdentity.credentialId", _ => []),
        ("vpcEndpointAccountId", _ => []),
        ("userIdentity.principalId", Names),
        ("userIdentity.arn", Names),
        ("userIdentity.userName", Names),
        ("userIdentity.invokedBy", Names),
        ("userIdentity.inScopeOf.sourceArn", Names),
        ("userIdentity.inScopeOf.credentialsIssuedTo", Names),
        ("userIdentity.identityProvider", Names),
        ("userIdentity.sessionContext.sessionIssuer.principalId", Names),
        ("userIdentity.sessionContext.sessionIssuer.arn", Names),
        ("userIdentity.sessionContext.sessionIssuer.userName", Names),
        ("userIdentity.sessionContext.sourceIdentity", Names),
        ("sourceIPAddress", Networks),
    ];

    /// <summary>The columns of their own whose granules are judged.</summary>
    public static IEnumerable<string> Columns => s_columns.Select(column => column.Column);

    /// <summary>The newest snapshot of a lake.</summary>
    public static LakeSnapshot Snapshot(string lake) => LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot();

    /// <summary>For each value of a file in each place its granules in each row group.</summary>
    public static Dictionary<(string Value, IndexPlaces Place), ulong[]> Of(DataFile file)
    {
        var groups = RowGroups(file);
        var found = new Dictionary<(string, IndexPlaces), ulong[]>();
        var rows = DuckDb.Query(
            $"""
            SELECT {string.Join(", ", s_texts.Select(text => text.Column).Concat(Columns))},
              [r.ARN FOR r IN resources], [r.accountId FOR r IN resources]
            FROM read_parquet('{file.Path}', file_row_number = true) ORDER BY file_row_number
            """);
        int group = 0;
        int row = 0;
        foreach (var values in rows)
        {
            for (; row == groups[group]; row = 0)
            {
                group++;
            }

            for (int i = 0; i < s_texts.Length; i++)
            {
                foreach (var value in Strings(values[i] as string, s_texts[i].Column))
                {
                    Add(value, s_texts[i].Place);
                }
            }

            for (int i = 0; i < s_columns.Length; i++)
            {
                if (values[s_texts.Length + i] is string { Length: > 0 } value)
                {
                    foreach (var part in s_columns[i].Parts(value).Append(value))
                    {
                        Add(part, IndexPlaces.Columns);
                    }
                }
            }

            foreach (var value in Resources(values[^2]).Concat(Texts(values[^1])))
            {
                Add(value, IndexPlaces.Resources);
            }

            row++;
        }

        return found;

        void Add(string value, IndexPlaces place)
        {
            if (value.Length == 0)
            {
                return;
            }

            if (!found.TryGetValue((value, place), out var granules))
            {
                found.Add((value, place), granules = new ulong[groups.Count]);
            }

            granules[group] |= 1UL << (int)((long)row * 64 / groups[group]);
        }
    }

    /// <summary>Rows of each row group of a file.</summary>
    public static List<long> RowGroups(DataFile file) =>
        [.. DuckDb.Query($"SELECT row_group_id, any_value(row_group_num_rows) FROM parquet_metadata('{file.Path}') GROUP BY 1 ORDER BY 1")
            .Select(row => (long)row[1]!)];

    /// <summary>What the index says of a value in a place.</summary>
    public static ulong[] Ask(LakeIndex index, DataFile file, string value, IndexPlaces place, int rowGroups)
    {
        var granules = new ulong[rowGroups];
        index.FindGranules(file, Query(value, place), place, granules);
        return granules;
    }

    static IndexQuery Query(string value, IndexPlaces place) => (place & IndexPlaces.Texts) != 0 ? new IndexQuery().Text(value)
        : place == IndexPlaces.Columns && IPNetwork.TryParse(value, out var network) ? new IndexQuery().Network(network)
        : new IndexQuery().Value(value);

    /// <summary>
    /// Checks that every value of a lake is found where it stands; returns how many granules it has, and how many were found.
    /// </summary>
    public static (long True, long Found) Check(string lake)
    {
        using var index = LakeIndex.Open(lake);
        (long True, long Found) sum = default;
        foreach (var file in Snapshot(lake).Files)
        {
            foreach (var ((value, place), expected) in Of(file))
            {
                var found = Ask(index, file, value, place, expected.Length);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.True(
                        (expected[i] & ~found[i]) == 0,
                        $"{place} '{value}' stands in {expected[i]:x16} of row group {i} of {file.Path}, the index says {found[i]:x16}");
                    sum = (sum.True + BitOperations.PopCount(expected[i]), sum.Found + BitOperations.PopCount(found[i]));
                }
            }
        }

        return sum;
    }

    /// <summary>All answers of the index to all values of a lake, in order.</summary>
    public static List<string> Answers(string lake)
    {
        using var index = LakeIndex.Open(lake);
        return [.. from file in Snapshot(lake).Files
                   from pair in Of(file)
                   let found = Ask(index, file, pair.Key.Value, pair.Key.Place, pair.Value.Length)
                   orderby file.Path, pair.Key.Place, pair.Key.Value
                   select $"{file.Path} {pair.Key} {string.Join(' ', found.Select(granules => granules.ToString("x16")))}"];
    }

    static IEnumerable<string> Strings(string? json, string column)
    {
        // No call has anything else than an object there; of random batches, which have texts of any kind, the index knows no strings.
        if (json is not ['{', ..])
        {
            return [];
        }

        try
        {
            return ValueOracle.InText(JsonDocument.Parse($$"""{"{{column}}":{{json}}}""").RootElement, column);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    static IEnumerable<string> Names(string value) =>
        value.Split('/', ':').TakeLast(1).Concat(value.StartsWith('A') ? value.Split(':').Take(1) : []);

    static IEnumerable<string> Networks(string value)
    {
        if (!IPAddress.TryParse(value, out var address))
        {
            return [];
        }

        var bytes = address.GetAddressBytes();
        return (bytes.Length == 4 ? (int[])[24, 16, 8] : [64, 48, 32])
            .Select(bits => $"{new IPAddress([.. bytes.Select((part, i) => i < bits / 8 ? part : (byte)0)])}/{bits}");
    }

    static IEnumerable<string> Resources(object? arns) =>
        Texts(arns).SelectMany(
            arn => arn.Split('/', ':').TakeLast(1).Concat(arn.Split(":::").Skip(1).Select(rest => rest.Split('/')[0])).Append(arn));

    static IEnumerable<string> Texts(object? list) => ((System.Collections.IEnumerable?)list ?? Array.Empty<string>()).OfType<string>();
}
