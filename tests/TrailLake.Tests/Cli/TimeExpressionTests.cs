using System;
using System.Globalization;
using TrailLake.Cli.Options;
using Xunit;

namespace TrailLake.Tests.Cli;

public sealed class TimeExpressionTests
{
    static readonly DateTime s_now = new(2026, 3, 15, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-03-01", "2026-03-01T00:00:00", "2026-03-02T00:00:00")]
    [InlineData("2026-02", "2026-02-01T00:00:00", "2026-03-01T00:00:00")]
    [InlineData("2026-03-01T09:30", "2026-03-01T09:30:00", "2026-03-01T09:30:00")]
    [InlineData("2026-03-01 09:30:15", "2026-03-01T09:30:15", "2026-03-01T09:30:15")]
    [InlineData("2026-03-01T09:30:15Z", "2026-03-01T09:30:15", "2026-03-01T09:30:15")]
    [InlineData("2026-03-01T09:30:15.5Z", "2026-03-01T09:30:15.5", "2026-03-01T09:30:15.5")]
    [InlineData("2026-03-01T09:30+02:00", "2026-03-01T07:30:00", "2026-03-01T07:30:00")]
    [InlineData("2026-03-01T09:30-0530", "2026-03-01T15:00:00", "2026-03-01T15:00:00")]
    [InlineData("2026-03-01T09:30 +02", "2026-03-01T07:30:00", "2026-03-01T07:30:00")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00", "2024-03-01T00:00:00")]
    [InlineData("7d", "2026-03-08T12:00:00", "2026-03-08T12:00:00")]
    [InlineData("24h", "2026-03-14T12:00:00", "2026-03-14T12:00:00")]
    [InlineData("30m", "2026-03-15T11:30:00", "2026-03-15T11:30:00")]
    [InlineData("2w", "2026-03-01T12:00:00", "2026-03-01T12:00:00")]
    [InlineData("now", "2026-03-15T12:00:00", "2026-03-15T12:00:00")]
    [InlineData("today", "2026-03-15T00:00:00", "2026-03-16T00:00:00")]
    [InlineData("yesterday", "2026-03-14T00:00:00", "2026-03-15T00:00:00")]
    public void Time_IsRead(string text, string start, string end)
    {
        Assert.True(TimeExpression.TryParse(text, s_now, out var time));
        Assert.Equal((Utc(start), Utc(end)), (time.Start, time.End));
        Assert.Equal((DateTimeKind.Utc, DateTimeKind.Utc), (time.Start.Kind, time.End.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("2026-03-01T25:00")]
    [InlineData("2026-03-01T09:30+25:00")]
    [InlineData("01.03.2026")]
    [InlineData("7")]
    [InlineData("-7d")]
    [InlineData("7y")]
    [InlineData("999999w")]
    [InlineData("0001-01-01T00:00+01:00")]
    [InlineData("2026-03-01T09:30Z; DROP")]
    public void OtherText_IsRefused(string text)
    {
        Assert.False(TimeExpression.TryParse(text, s_now, out _));
    }

    static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
