using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using TrailLake.Parquet;
using TrailLake.Query.Search;
using TrailLake.Query.Session;
using TrailLake.Schema;
using TrailLake.Store;

namespace TrailLake.Interop;

/// <summary>Writes what engines have to answer: a CSV file for each query, and <c>columns.csv</c> with the hashes of the columns.</summary>
static class ExpectedAnswers
{
    /// <summary>Name of the file with the columns.</summary>
    public const string Columns = "columns.csv";

    /// <summary>The answers to all queries by name, and the columns.</summary>
    /// <param name="queries">Folder of the queries.</param>
    public static SortedDictionary<string, string> Of(string lake, string queries)
    {
        var snapshot = LakeStore.Open(lake, new ParquetLakeFormat()).Snapshot();
        using var session = SqlSession.Open(LakeFiles.Of(lake, snapshot));
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Columns] = HashColumns(session) };
        foreach (var path in Directory.GetFiles(queries, "*.sql"))
        {
            using var result = session.Query(File.ReadAllText(path).TrimEnd().TrimEnd(';'));
            answers.Add(Path.GetFileNameWithoutExtension(path) + ".csv", Csv(result.ReadAll()));
        }

        return answers;
    }

    /// <summary>Writes them into a folder; the queries stand beside it.</summary>
    public static void Write(string lake, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Of(lake, Path.Combine(folder, "..", "queries")))
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    static string HashColumns(SqlSession session)
    {
        var text = new StringBuilder("column,values,sha256\n");
        foreach (var leaf in CloudTrailSchema.Leaves.Where(leaf => leaf.Id != FieldId.RecordHash))
        {
            using var result = session.Query($"SELECT {ColumnHash.Expression(leaf)} FROM events_raw ORDER BY sourceObject, sourceIndex");
            var values = result.ReadAll().Select(row => row[0]!).ToList();
            long there = leaf.MaxRepetition > 0
                ? values.Sum(value => value.Trim('[', ']').Split(';').Count(element => element is not ("" or "-")))
                : values.Count(value => value != "-");
            text.Append(CultureInfo.InvariantCulture, $"{leaf.Path},{there},{ColumnHash.Of(values)}\n");
        }

        return text.ToString();
    }

    /// <summary>As RFC 4180, with each value quoted and a missing one empty without quotes.</summary>
    public static string Csv(IEnumerable<string?[]> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin(
                ',',
                row.Select(value => value is null ? "" : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")).Append('\n');
        }

        return text.ToString();
    }
}
