using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using TrailLake.Scanning;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Scanning;

/// <summary>The form of JSON that all readers take.</summary>
public sealed class PortableJsonTests
{
    [Theory]
    [InlineData(@"{""a"":""x \ud83d""}", @"{""a"":""x �""}")]
    [InlineData(@"{""a"":""\ude00\ud83d""}", @"{""a"":""��""}")]
    [InlineData(@"{""k\ud83d"":""\ud83d\n\ude00\""\ud83d\u0041""}", @"{""k�"":""�\n�\""�\u0041""}")]
    [InlineData(@"[""\ud83d\ud83d\ude00""]", @"[""�\ud83d\ude00""]")]
    [InlineData(@"[""\\\ud83d"",""\\ud83d"",""\uD83D\uDE00""]", @"[""\\�"",""\\ud83d"",""\uD83D\uDE00""]")]
    [InlineData("[1e400,-1e400,1e-400,1E+5,-0]", "[\"1e400\",\"-1e400\",1e-400,1E+5,-0]")]
    [InlineData("[18446744073709551615,18446744073709551616]", "[18446744073709551615,\"18446744073709551616\"]")]
    [InlineData("[-9223372036854775808,-9223372036854775809]", "[-9223372036854775808,\"-9223372036854775809\"]")]
    [InlineData("1.7976931348623159e308", "\"1.7976931348623159e308\"")]
    [InlineData("{ \"a\" : 1.0 , \"1e400\" : \"1e400\" }", "{ \"a\" : 1.0 , \"1e400\" : \"1e400\" }")]
    public void Form_IsWhatAllReadersTake(string json, string expected)
    {
        Assert.Equal(expected, Readable(json, out bool isSame));
        Assert.Equal(json == expected, isSame);
    }

    [Fact]
    public void WhatIsTooDeep_IsAStringOfItsText()
    {
        string inner = "[{\"a\":\"]}\\\"\\ud83d\",\"n\":1e400}]";
        string Wrap(string text, int depth) => new string('[', depth) + text + new string(']', depth);
        Assert.Equal(Wrap("[{\"a\":\"]}\\\"�\",\"n\":\"1e400\"}]", 62), Readable(Wrap(inner, 62), out _));
        Assert.Equal(Wrap("[\"{\\\"a\\\":\\\"]}\\\\\\\"\\\\ud83d\\\",\\\"n\\\":1e400}\"]", 63), Readable(Wrap(inner, 63), out _));
        Assert.Equal(Wrap(JsonSerializer.Serialize(
            inner, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), 64),
            Readable(Wrap(inner, 64), out _));
    }

    [Fact]
    public void OddValues_AreTakenByNetsReaderAsItIs_AndStayAsTheyAreASecondTime()
    {
        foreach (string json in OddJson.Values)
        {
            string readable = Readable(json, out _);
            using var parsed = JsonDocument.Parse(readable);
            CheckTexts(parsed.RootElement);
            Assert.Equal(readable, Readable(readable, out bool isSame));
            Assert.True(isSame, json);
        }
    }

    [Fact]
    public void WhatIsNoJson_IsWrittenAllTheSame()
    {
        // Another program may have written the file.
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.GetItems(s_pieces, 1)[0]));
            Readable(text, out _);
        }
    }

    static readonly string[] s_pieces =
        ["\"", "\\", "\\u", "\\ud83d", "\\ude00", "d83", "{", "[", "}", "]", "1e999", "-", "9999999999999999999999", ",", ":", "x", "ä"];

    static string Readable(string json, out bool isSame)
    {
        var source = Encoding.UTF8.GetBytes(json);
        var target = new byte[PortableJson.MostBytes(source.Length)];
        return Encoding.UTF8.GetString(target.AsSpan(0, PortableJson.Write(source, target, out isSame)));
    }

    // Throws for half of a pair.
    static void CheckTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Number:
                Assert.True(double.IsFinite(element.GetDouble()));
                break;
            case JsonValueKind.Array:
                Assert.All(element.EnumerateArray(), CheckTexts);
                break;
            case JsonValueKind.Object:
                Assert.All(element.EnumerateObject(), member =>
                {
                    Assert.NotNull(member.Name);
                    CheckTexts(member.Value);
                });
                break;
        }
    }
}
