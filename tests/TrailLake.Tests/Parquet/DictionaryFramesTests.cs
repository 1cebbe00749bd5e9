using System.IO;
using System.Text;
using TrailLake.Parquet.Format;
using Xunit;

namespace TrailLake.Tests.Parquet;

/// <summary>The frames of a dictionary are read as they were written; anything else is damage.</summary>
public sealed class DictionaryFramesTests
{
    [Fact]
    public void Frames_AreReadBack()
    {
        DictionaryFrame[] frames = [new(1, 262_150, 40_000), new(1000, int.MaxValue, 1), new(7, 80, 60)];
        Assert.Equal(frames, DictionaryFrames.Parse(Encoding.UTF8.GetBytes(DictionaryFrames.ToText(frames))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,2")]
    [InlineData("1,2,3,4")]
    [InlineData("1,2,3;")]
    [InlineData("1,2,0")]
    [InlineData("1,-2,3")]
    [InlineData("1,2,99999999999")]
    [InlineData("1, 2,3")]
    [InlineData("a,b,c")]
    public void AnythingElse_IsDamage(string text) =>
        Assert.Throws<InvalidDataException>(() => DictionaryFrames.Parse(Encoding.UTF8.GetBytes(text)));
}
