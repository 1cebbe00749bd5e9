using System;
using System.Text;
using TrailLake.Scanning;
using Xunit;

namespace TrailLake.Tests.Scanning;

public sealed class Iso8601Tests
{
    [Theory]
    [InlineData("2025-06-25T17:09:21Z", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25T17:09:21.198765432Z", "2025-06-25T17:09:21.198765Z")]
    [InlineData("2025-06-25 17:09:21.000 UTC", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25 17:09:21gmt", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25T19:09:21+02:00", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25T19:09:21 +02:00", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25T19:09:21+0200", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25T19:09:21.5+02", "2025-06-25T17:09:21.5Z")]
    [InlineData("2025-06-25T14:39:21-0230", "2025-06-25T17:09:21Z")]
    [InlineData("2025-06-25T17:09Z", "2025-06-25T17:09:00Z")]
    [InlineData("2025-06-25T19:09+02:00", "2025-06-25T17:09:00Z")]
    [InlineData("2025-06-25 17:09", "2025-06-25T17:09:00Z")]
    [InlineData("2025-06-25 17:09 UTC", "2025-06-25T17:09:00Z")]
    [InlineData(" 2025-06-25T17:09:21Z ", "2025-06-25T17:09:21Z")]
    [InlineData("20250625T170921Z", "2025-06-25T17:09:21Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    [InlineData("2199-12-31T23:59:59.999999Z", "2199-12-31T23:59:59.999999Z")]
    public void Time_IsReadToTheMicrosecond(string text, string expected)
    {
        Assert.True(Iso8601.TryRead(Encoding.UTF8.GetBytes(text), out long microseconds));
        Assert.Equal(
            DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("2025-06-25")]
    [InlineData("2025-06-25T17")]
    [InlineData("2025-06-25T17:9Z")]
    [InlineData("2025-06-25T17:09:21.Z")]
    [InlineData("2025-06-25T17:09:2Z")]
    [InlineData("2025-06-25T17:09.5Z")]
    [InlineData("2025-06-25T17:0921Z")]
    [InlineData("2025-06-25T24:00:00Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2025-06-25T17:09:21+2")]
    [InlineData("2025-06-25T17:09:21+1:00")]
    [InlineData("2025-06-25T17:09:21+02:0")]
    [InlineData("2025-06-25T17:09:21 CEST")]
    [InlineData("2025-06-25T17:09:21UT")]
    [InlineData("2025-06-25T17:09:21+")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("1970-01-01T00:30:00+01:00")]
    [InlineData("2200-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1750871361")]
    [InlineData("Jun 25, 2025, 05:09:21 PM")]
    public void WhatIsNoTime_IsNotRead(string text) => Assert.False(Iso8601.TryRead(Encoding.UTF8.GetBytes(text), out _));
}
