using TrailLake.Errors;
using Xunit;

namespace TrailLake.Tests.Cli.Output;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain äöü 漢字 😀", "plain äöü 漢字 😀")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001B[31mred\\u001B[0m")]
    [InlineData("a\nb\r\tc", "a\\nb\\r\\tc")]
    [InlineData("\0\u0007\u007f", "\\u0000\\u0007\\u007F")]
    [InlineData("\u009b31m", "\\u009B31m")]
    [InlineData("admin\u202Etxt.exe", "admin\\u202Etxt.exe")]
    [InlineData("a\u2066b\u2069\u200B\uFEFF\u2028\u2029", "a\\u2066b\\u2069\\u200B\\uFEFF\\u2028\\u2029")]
    [InlineData("tag\U000E0041", "tag\\uDB40\\uDC41")]
    public void HostileCharacters_AreShown(string text, string expected)
    {
        Assert.Equal(expected, TerminalText.Escape(text));
    }

    [Fact]
    public void LoneSurrogate_IsShown() => Assert.Equal("lone\\uD800", TerminalText.Escape("lone\ud800"));

    [Fact]
    public void EscapeKeepingLines_KeepsLineFeedsOnly()
    {
        Assert.Equal("a\nb\\u001Bc\\td", TerminalText.EscapeKeepingLines("a\nb\u001bc\td"));
    }
}
