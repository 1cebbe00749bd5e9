using System;
using System.Text;
using TrailLake.Paths;
using Xunit;

namespace TrailLake.Tests.Paths;

public sealed class BytePathTests
{
    [Fact]
    public void RandomBytes_ComeBackAndAreTheirOwnUri()
    {
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 12)];
            for (int k = 0; k < bytes.Length; k++)
            {
                // Many of the bytes that sequences begin and go on with.
                bytes[k] = random.Next(3) == 0 ? (byte)random.Next(1, 128) : (byte)random.Next(0x80, 0x100);
            }

            string path = "/" + BytePath.OfBytes(bytes);
            Assert.Equal(bytes, BytePath.ToBytes(path)[1..]);
            string uri = FileUri.FromPath(path);
            Assert.True(Ascii.IsValid(uri));
            Assert.True(FileUri.TryToPath(uri, out string back));
            Assert.Equal(path, back);
        }
    }

    [Theory]
    [InlineData("plain.json")]
    [InlineData("ü\u202E日本😀.json")]
    [InlineData("\uFFFD")]
    [InlineData("")]
    public void Text_IsItsUtf8(string text)
    {
        Assert.Equal(Encoding.UTF8.GetBytes(text), BytePath.ToBytes(text));
        Assert.Equal(text, BytePath.OfBytes(Encoding.UTF8.GetBytes(text)));
        Assert.False(BytePath.HasBytes(text));
        Assert.Same(text, BytePath.Readable(text));
    }

    [Fact]
    public void Messages_ShowTheBytes() =>
        Assert.Equal("f\\xE4\\xFF.json", BytePath.Shown(BytePath.OfBytes([(byte)'f', 0xE4, 0xFF, .. ".json"u8])));
}
