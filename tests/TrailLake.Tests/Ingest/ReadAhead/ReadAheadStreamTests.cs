using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using TrailLake.Ingest.Sources;
using Xunit;

namespace TrailLake.Tests.Ingest.ReadAhead;

public sealed class ReadAheadStreamTests
{
    const int Pause = ReadAheadStream.PauseBytes;
    const int Segment = ReadAheadStream.SegmentBytes;

    static readonly byte[] s_content = RandomNumberGenerator.GetBytes((3 * Pause) + 7);

    public static TheoryData<int, int> Sizes()
    {
        var data = new TheoryData<int, int>();
        foreach (int size in new[] { 0, 1, Segment - 1, Segment, Segment + 1, Pause - 1, Pause, Pause + 1, s_content.Length })
        {
            data.Add(size, int.MaxValue);
            data.Add(size, 10_007);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Read_AnySize_GivesTheBytesAndTheirHash(int size, int piece)
    {
        var content = s_content[..size];
        foreach (bool isAsync in new[] { false, true })
        {
            using var stream = new ReadAheadStream(new SteppedStream(content, piece), CancellationToken.None);
            var read = new MemoryStream();
            var buffer = new byte[100_003];
            for (int count; (count = isAsync ? await stream.ReadAsync(buffer) : stream.Read(buffer)) > 0;)
            {
                Assert.Null(stream.Sha256);
                read.Write(buffer, 0, count);
            }

            Assert.True(content.AsSpan().SequenceEqual(read.ToArray()));
            Assert.Equal(SHA256.HashData(content), stream.Sha256);
            Assert.Equal(0, stream.Read(buffer));
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(10_007)]
    public async Task Read_SlowReader_IsReadAheadUpToTheThreshold(int piece)
    {
        var stored = new SteppedStream(s_content, piece) { AheadAt = Pause };
        using var stream = new ReadAheadStream(stored, CancellationToken.None);
        Assert.Equal(0, stored.Given);

        // All the rest comes while the reader holds one byte and asks for nothing.
        stored.Ask(1);
        var first = new byte[1];
        stream.ReadExactly(first);
        await stored.Ahead;

        var buffer = new byte[7_001];
        var rest = new MemoryStream();
        for (int count = 1; count > 0; rest.Write(buffer, 0, count))
        {
            stored.Ask(buffer.Length);
            count = stream.Read(buffer);
            stored.Ask(count - buffer.Length);
        }

        Assert.InRange(stored.MostAhead, Pause - 1, Pause + Segment);
        Assert.True(s_content.AsSpan(1).SequenceEqual(rest.ToArray()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Segment)]
    [InlineData(Pause)]
    [InlineData(Pause + 1)]
    public void Read_Failure_IsMetBehindTheBytesBeforeIt(int size)
    {
        foreach (var failure in new Exception[]
        {
            new IOException("broken"), new UnauthorizedAccessException("denied"), new InvalidDataException("odd"),
        })
        {
            var stored = new SteppedStream(s_content[..size]) { Failure = failure };
            using var stream = new ReadAheadStream(stored, CancellationToken.None);
            var read = new byte[size];
            stream.ReadExactly(read);
            Assert.True(s_content.AsSpan(0, size).SequenceEqual(read));
            Assert.Same(failure, Record.Exception(() => stream.Read(new byte[1])));
            Assert.Same(failure, Record.Exception(() => stream.Read(new byte[1])));
            Assert.Null(stream.Sha256);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Segment)]
    [InlineData(3 * Pause)]
    public async Task Dispose_BeforeTheEnd_EndsTheTask(int size)
    {
        var stored = new SteppedStream(s_content[..size]) { Stalls = true, AheadAt = Pause };
        var stream = new ReadAheadStream(stored, CancellationToken.None);
        if (size > 0)
        {
            stream.ReadExactly(new byte[1]);
            await stored.Ahead;
        }

        stream.Dispose();
        Assert.False(stored.IsReading);
        Assert.True(stored.IsDisposed);
        Assert.InRange(stored.Given, 0, Pause + Segment);
        stream.Dispose();
    }

    [Fact]
    public void Dispose_BeforeTheFirstRead_ReadsNothing()
    {
        var stored = new SteppedStream(s_content);
        new ReadAheadStream(stored, CancellationToken.None).Dispose();
        Assert.Equal(0, stored.Given);
        Assert.True(stored.IsDisposed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_WhileTheReaderWaits_EndsItsWait(bool isTold)
    {
        using var cancel = new CancellationTokenSource();
        var stored = new SteppedStream(s_content[..10])
        {
            Stalls = true,
            WhenCancelled = isTold ? new IOException("the connection was closed") : null,
        };
        using var stream = new ReadAheadStream(stored, cancel.Token);
        stream.ReadExactly(new byte[10]);
        var reading = Task.Run(() => stream.Read(new byte[1]));
        await stored.Ahead;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        stream.Dispose();
        Assert.True(stored.IsDisposed);
    }

    [Fact]
    public async Task ReadAsync_ReaderThatDisposesAtTheFailure_DoesNotWaitForItself()
    {
        var stored = new SteppedStream(s_content[..10]) { Failure = new IOException("broken") };
        var reading = Task.Run(async () =>
        {
            using var stream = new ReadAheadStream(stored, CancellationToken.None);
            await stream.CopyToAsync(Stream.Null);
        });
        await Assert.ThrowsAsync<IOException>(() => reading);
        Assert.True(stored.IsDisposed);
    }

    [Fact]
    public async Task ManyAtOnce_OnThreadsOfThePool_AllComeToTheirEnd()
    {
        // Readers that block take the pool's threads, which the reading ahead needs.
        var sums = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() =>
        {
            using var stream = new ReadAheadStream(new SteppedStream(s_content[..200_000], 20_000), CancellationToken.None);
            stream.CopyTo(Stream.Null);
            return stream.Read(new byte[1]) + stream.Sha256!.Length;
        })));
        Assert.All(sums, sum => Assert.Equal(32, sum));
    }
}
