using TrailLake.Cli.Reports;
using Xunit;

namespace TrailLake.Tests.Cli.Output;

public sealed class JsonIndentTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData(
        "{\"a\":1.10e+2,\"b\":[],\"c\":[1,{\"d\":null}]}",
        "{\n  \"a\": 1.10e+2,\n  \"b\": [],\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n  ]\n}")]
    [InlineData("{\"a,{\\\"\\\\\": \"x: [y]\"}", "{\n  \"a,{\\\"\\\\\": \"x: [y]\"\n}")]
    [InlineData(" { \"a\" :\n 1 } ", "{\n  \"a\": 1\n}")]
    public void Json_IsLaidOut(string json, string expected)
    {
        Assert.Equal(expected, JsonIndent.Format(json));
    }
}
