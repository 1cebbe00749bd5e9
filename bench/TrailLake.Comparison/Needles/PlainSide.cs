using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace TrailLake.Comparison.Needles;

/// <summary>
/// Asks the plain table with DuckDB. The connection stays open, so that all that DuckDB keeps from question to question helps it; only
/// <see cref="Reopen"/> takes it away.
/// </summary>
sealed class PlainSide(string folder, int threads) : IDisposable
{
    DuckDBConnection? _connection;

    /// <summary>The table as text for FROM.</summary>
    /// <param name="files">Pattern of its files.</param>
    public static string From(string files) =>
        $"read_parquet('{DuckDbPeer.Quote(files)}', hive_partitioning = true, hive_types = {{'date': DATE, 'account': VARCHAR}})";

    public Answer Ask(string sql)
    {
        var bytes = BytesRead.Now();
        var watch = Stopwatch.StartNew();
        var connection = Connection;
        var opened = watch.Elapsed.TotalMilliseconds;
        watch.Restart();
        var hash = default(RowHash);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    hash.Add(reader.IsDBNull(i) ? null : reader.GetString(i));
                }

                hash.EndRow();
            }
        }

        return new Answer(hash.Rows, hash.Sum, watch.Elapsed.TotalMilliseconds, opened, BytesRead.Now() - bytes, null);
    }

    /// <summary>The first column's texts.</summary>
    public IReadOnlyList<string> Texts(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            if (!reader.IsDBNull(0))
            {
                texts.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
            }
        }

        return texts;
    }

    /// <summary>Forgets what DuckDB keeps in memory.</summary>
    public void Reopen()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Reopen();

    DuckDBConnection Connection => _connection ??= Open();

    DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture, $"SET threads = {threads}; CREATE VIEW plain AS FROM {From(PlainTable.Files(folder))}");
        command.ExecuteNonQuery();
        return connection;
    }
}
