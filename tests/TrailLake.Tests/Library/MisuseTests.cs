using System;
using System.Collections.Generic;
using System.Data.Common;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Answers.Principals;
using TrailLake.Errors;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Sources;
using TrailLake.Query.Execution;
using TrailLake.Query.Search;
using TrailLake.Tests.Support;
using Xunit;
using FrontDoor = TrailLake.Lake;

namespace TrailLake.Tests.Library;

/// <summary>What a program can do wrong with the library: each ends in an exception that says what, none in memory that is gone.</summary>
public sealed class MisuseTests : IAsyncLifetime, IDisposable
{
    readonly TempFolder _folder = new();
    FrontDoor _lake = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.File("source"));
        File.WriteAllText(_folder.File("source/log.json"), Records.File([Records.Of("e1"), Records.Of("e2"), "{\"broken\":1}"]));
        _lake = FrontDoor.Create(_folder.File("lake"));
        await _lake.IngestAsync(_folder.File("source"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reader_BeforeTheFirstRow() => Throws<InvalidOperationException>("before the first row", reader => reader.GetInt64(0));

    [Fact]
    public void Reader_BehindTheLastRow() => Throws<InvalidOperationException>("behind the last row", reader =>
    {
        while (reader.Read())
        {
        }

        Assert.False(reader.Read());
        return reader.GetValue(0);
    });

    [Fact]
    public void Reader_AfterItsEnd() => Throws<ObjectDisposedException>("has ended", reader =>
    {
        reader.Read();
        reader.Dispose();
        reader.Dispose();
        Assert.True(reader.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => reader.GetString(1));
        return reader.Read();
    });

    [Fact]
    public void Reader_WhoseSessionHasEnded()
    {
        var session = _lake.OpenSession();
        var reader = session.Query("SELECT i FROM range(100000) t(i)");
        reader.Read();

        session.Dispose();
        session.Dispose();

        Assert.Contains("session", Assert.Throws<ObjectDisposedException>(() => reader.GetInt64(0)).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => reader.Read());
        reader.Dispose();
    }

    [Fact]
    public async Task Session_AfterItsEnd()
    {
        var session = _lake.OpenSession();
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => session.Query("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(() => session.Ask("deleted-bucket"));
        Assert.Throws<ObjectDisposedException>(() => session.TimelineAsync("x"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.WhoAsync("x"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.PrincipalsAsync());
    }

    [Fact]
    public void Column_OutOfRange() =>
        Throws<IndexOutOfRangeException>("7 was asked for", reader => reader.Read() ? reader.GetValue(7) : null);

    [Fact]
    public void Column_OfAnUnknownName()
    {
        Throws<IndexOutOfRangeException>("no column evntName; it has number, text, nothing", reader => reader.GetOrdinal("evntName"));
        using var rows = _lake.Query("SELECT 1 AS eventName");
        Assert.Equal(0, rows.GetOrdinal("EVENTNAME"));
    }

    [Fact]
    public void Column_OfAnotherType()
    {
        Throws<InvalidCastException>("column text is of type Varchar", reader => reader.Read() ? reader.GetInt64(1) : 0);
        Throws<InvalidCastException>("column number", reader => reader.Read() ? reader.GetString(0) : "");
        Throws<InvalidCastException>("column text", reader => reader.Read() ? reader.GetFieldValue<List<string>>(1) : []);
    }

    [Fact]
    public void Column_ThatIsNull()
    {
        Throws<InvalidCastException>("column nothing is NULL", reader => reader.Read() ? reader.GetString(2) : "");
        using var rows = _lake.Query("SELECT NULL::BIGINT, NULL::TIMESTAMP");
        rows.Read();
        Assert.Null(rows.GetFieldValue<long?>(0));
        Assert.Null(rows.GetFieldValue<DateTime?>(1));
        Assert.Equal(DBNull.Value, rows.GetValue(0));
    }

    [Fact]
    public void Number_ThatDoesNotFit()
    {
        using var rows = _lake.Query("SELECT 5000000000");
        rows.Read();

        Assert.Contains("as Int32", Assert.Throws<InvalidCastException>(() => rows.GetInt32(0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT ?")]
    [InlineData("SELECT ?, ?, ?")]
    public void Parameters_ThatAreTooFewOrTooMany(string sql)
    {
        var error = Assert.Throws<TrailLakeException>(() => _lake.Query(sql, [1, "two"]));

        Assert.Contains("2 were given", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_OfATypeThatSqlLacks()
    {
        var error = Assert.Throws<ArgumentException>(() => _lake.Query("SELECT ?, ?", ["one", new object()]));

        Assert.Contains("parameter 2 is a System.Object", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("SELECT 1; SELECT 2", "2 statements")]
    [InlineData("CREATE TABLE x(i INTEGER)", "more than read")]
    [InlineData("COPY (SELECT 1) TO '/tmp/x.csv'", "more than read")]
    [InlineData("SELECT * FROM evnts", "Did you mean \"events\"")]
    [InlineData("SELECT * FROM 'other.csv'", "other.csv")]
    public void Sql_ThatIsNoQuestion(string sql, string says)
    {
        var error = Assert.Throws<TrailLakeException>(() => _lake.Query(sql));

        Assert.Equal(ErrorKind.Query, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_WhereAValueIsNeeded()
    {
        Assert.Throws<ArgumentNullException>(() => _lake.Query(null!));
        Assert.Throws<ArgumentNullException>(() => _lake.Ask(null!));
        Assert.Throws<ArgumentNullException>(() => _lake.TimelineAsync(null!));
        Assert.Throws<ArgumentNullException>(() => FrontDoor.Open(null!));
        Assert.Throws<ArgumentException>(() => FrontDoor.Create(""));
    }

    [Fact]
    public async Task Null_AsASource()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => _lake.IngestAsync((string)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _lake.IngestAsync((ILogSource)null!));
    }

    [Fact]
    public async Task Lake_ThatIsGone()
    {
        Directory.Delete(_folder.File("lake"), recursive: true);

        Assert.Equal(ErrorKind.Lake, Assert.Throws<TrailLakeException>(() => _lake.Query("SELECT 1")).Kind);
        Assert.Equal(ErrorKind.Lake, (await Assert.ThrowsAsync<TrailLakeException>(() => _lake.StatusAsync())).Kind);
    }

    [Fact]
    public async Task Lake_ThatIsAFile()
    {
        File.WriteAllText(_folder.File("file"), "x");

        Assert.Throws<TrailLakeException>(() => FrontDoor.Open(_folder.File("file")));
        Assert.Throws<TrailLakeException>(() => FrontDoor.Create(_folder.File("file")));
        await Assert.ThrowsAsync<TrailLakeException>(() => _lake.IngestAsync("s3://"));
    }

    [Fact]
    public async Task Options_ThatMakeNoSense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionOptions { Threads = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IngestOptions { Jobs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IngestOptions { Memory = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IngestOptions { CommitEvents = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IngestOptions { RowGroupRows = 0 });
        var error = Assert.Throws<TrailLakeException>(() => _lake.OpenSession(new SessionOptions { MemoryLimit = "much" }));
        Assert.Contains("much", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Usage, error.Kind);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _lake.SweepAsync(TimeSpan.FromDays(-1)));
        using var session = _lake.OpenSession();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => session.CountAsync(CountDimension.Day, most: 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => session.CountAsync((CountDimension)99));
    }

    [Fact]
    public void Span_ThatEndsBeforeItBegins()
    {
        var day = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        var filter = new EventFilter { From = day, To = day.AddDays(-1) };

        var error = Assert.Throws<ArgumentException>(() => _lake.OpenSession(new SessionOptions { Filter = filter }));

        Assert.Contains("ends before it begins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_BeforeAndInBetween()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => _lake.Query("SELECT 1", null, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lake.QueryAsync("SELECT 1", null, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _lake.IngestAsync(_folder.File("source"), cancellation: cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _lake.TimelineAsync("x", cancellation: cancelled.Token).ToListAsync());

        using var source = new CancellationTokenSource();
        using var reader = _lake.Query("SELECT i FROM range(1000000000) t(i) WHERE sqrt(i) >= 0", null, source.Token);
        Assert.True(reader.Read());
        await source.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (reader.Read())
            {
            }
        });
    }

    [Fact]
    public async Task Results_SeveralAtOnce_OfOneSession()
    {
        using var session = _lake.OpenSession();
        var readers = Enumerable.Range(0, 5)
            .Select(_ => session.Query("SELECT i FROM range(10000) t(i), (SELECT count(*) FROM events)")).ToList();
        using var rejects = session.Query("SELECT count(*) FROM rejects");

        for (long i = 0; i < 10_000; i++)
        {
            foreach (var reader in readers)
            {
                Assert.True(reader.Read());
                Assert.Equal(i, reader.GetInt64(0));
            }
        }

        Assert.Equal(2, await session.PrincipalsAsync() is [{ } only] ? only.Events : 0);
        readers.ForEach(reader => reader.Dispose());
        Assert.True(rejects.Read());
        Assert.Equal(1, rejects.GetInt64(0));
    }

    [Fact]
    public async Task Session_UsedByManyThreads_GivesEachItsOwnAnswer()
    {
        using var session = _lake.OpenSession();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                using var rows = await session.QueryAsync(
                    "SELECT ?, count(*) FROM events WHERE eventID = ?", [thread, $"e{1 + (thread % 2)}"]);
                Assert.True(await rows.ReadAsync());
                Assert.Equal((thread, 1), (rows.GetInt32(0), rows.GetInt64(1)));
                Assert.Equal(2, (await session.CountAsync(CountDimension.Day)).Sum(day => day.Events));
            }
        })));
    }

    [Fact]
    public async Task Reader_EndedWhileAnotherThreadReads()
    {
        for (int i = 0; i < 20; i++)
        {
            var reader = _lake.Query("SELECT i, repeat('x', 20) FROM range(5000000) t(i)");
            var reading = Task.Run(() =>
            {
                while (reader.Read())
                {
                    reader.GetString(1);
                }
            });
            reader.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        }
    }

    [Fact]
    public async Task Session_EndedWhileAnswersAreWorkedOn()
    {
        for (int i = 0; i < 10; i++)
        {
            var session = _lake.OpenSession();
            Task[] answers =
            [
                session.WhoAsync("eve"), session.PrincipalsAsync(), session.TraceAsync("eve"), session.CountAsync(CountDimension.Hour),
                session.QueryAsync("SELECT count(*) FROM range(2000000000) t(i) WHERE sqrt(i) < 0"),
                session.TimelineAsync("eve").CountAsync().AsTask(), session.AskAsync("root-use"),
            ];
            await Task.Yield();
            session.Dispose();
            foreach (var answer in answers)
            {
                var error = await Record.ExceptionAsync(() => answer);
                Assert.True(error is null or ObjectDisposedException, error?.ToString());
            }
        }
    }

    [Fact]
    public void Values_StayWhatTheyAre_WhenTheReaderMovesOn()
    {
        using var reader = _lake.Query("SELECT content, [content], {'b': content, 't': TIMESTAMP '2026-01-01'} FROM rejects");
        Assert.True(reader.Read());
        var bytes = (byte[])reader.GetValue(0);
        var list = (List<byte[]>)reader.GetValue(1);
        var members = (Dictionary<string, object?>)reader.GetValue(2);
        using var stream = reader.GetStream(0);
        reader.Dispose();

        Assert.NotEmpty(bytes);
        Assert.Equal(bytes, list[0]);
        Assert.Equal(bytes, (byte[])members["b"]!);
        Assert.Equal(DateTimeKind.Utc, ((DateTime)members["t"]!).Kind);
        Assert.Equal(bytes.Length, stream.Length);
    }

    [Fact]
    public void Times_AreUtc_WhereverTheProgramRuns()
    {
        var time = new DateTime(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);
        using var reader = _lake.Query(
            "SELECT ?::TIMESTAMPTZ, ?::TIMESTAMPTZ, ?::TIMESTAMPTZ, ?::TIMESTAMPTZ",
            [
                time, time.ToLocalTime(), DateTime.SpecifyKind(time, DateTimeKind.Unspecified),
                new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(5)),
            ]);
        Assert.True(reader.Read());

        for (int i = 0; i < 4; i++)
        {
            Assert.Equal((time, DateTimeKind.Utc), (reader.GetDateTime(i), reader.GetDateTime(i).Kind));
            Assert.Equal(time, reader.GetFieldValue<DateTimeOffset>(i).UtcDateTime);
        }
    }

    void Throws<T>(string says, Func<DbDataReader, object?> use)
        where T : Exception
    {
        using var reader = _lake.Query("SELECT 1::BIGINT AS number, 'x' AS text, NULL::VARCHAR AS nothing");
        Assert.Contains(says, Assert.Throws<T>(() => use(reader)).Message, StringComparison.Ordinal);
    }
}
