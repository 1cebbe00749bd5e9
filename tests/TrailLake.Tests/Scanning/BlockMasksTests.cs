using System;
using TrailLake.Scanning;
using Xunit;

namespace TrailLake.Tests.Scanning;

public sealed class BlockMasksTests
{
    [Fact]
    public void Of_RandomBlocks_EqualsTheScalarTwin()
    {
        var random = new Random(7);
        var block = new byte[BlockMasks.BlockLength];
        for (int round = 0; round < 10_000; round++)
        {
            random.NextBytes(block);
            for (int i = 0; i < block.Length; i += 3)
            {
                block[i] = "{}[]:,\"\\\u0000\u001f \u007f"u8[random.Next(12)];
            }

            var vector = BlockMasks.Of(ref block[0]);
            var scalar = BlockMasks.Scalar(block);
            Assert.Equal(scalar.Quotes, vector.Quotes);
            Assert.Equal(scalar.Backslashes, vector.Backslashes);
            Assert.Equal(scalar.Structural, vector.Structural);
            Assert.Equal(scalar.Controls, vector.Controls);
            Assert.Equal(scalar.NonAscii, vector.NonAscii);
            Assert.Equal(PrefixXorScalar(scalar.Quotes), BlockMasks.PrefixXor(scalar.Quotes));
        }
    }

    /// <summary>Runs of backslashes of every length over block borders, against a plain loop.</summary>
    [Fact]
    public void Extend_RandomEscapes_FindsUnescapedQuotesAndTokens()
    {
        var random = new Random(11);
        for (int round = 0; round < 5_000; round++)
        {
            var text = new byte[random.Next(1, 400)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = "\\\\\\\"\"a:,{}"u8[random.Next(10)];
            }

            var index = new TokenIndex();
            int split = random.Next(text.Length + 1);
            index.Extend(text.AsSpan(0, split), isFinal: false);
            index.Extend(text, isFinal: true);
            bool inString = false;
            bool escaped = false;
            for (int i = 0; i < text.Length; i++)
            {
                bool isQuote = text[i] == '"' && !escaped;
                bool isToken = isQuote || (!inString && text[i] is (byte)':' or (byte)',' or (byte)'{' or (byte)'}' && !inString);
                escaped = text[i] == '\\' && !escaped;
                inString ^= isQuote;
                Assert.Equal(isToken, (index.Tokens[i >> 6] >> i & 1) != 0);
            }
        }
    }

    static ulong PrefixXorScalar(ulong bits)
    {
        ulong result = 0;
        bool parity = false;
        for (int i = 0; i < 64; i++)
        {
            parity ^= (bits >> i & 1) != 0;
            result |= parity ? 1UL << i : 0;
        }

        return result;
    }
}
