using System.Buffers;
using System.Text;
using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Query.Execution;
using TrailLake.Query.Values;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Query;

public sealed class ValueTests
{
    [Theory]
    [InlineData("true", "true", "true")]
    [InlineData("(-128)::TINYINT", "-128", "-128")]
    [InlineData("18446744073709551615::UBIGINT", "18446744073709551615", "18446744073709551615")]
    [InlineData(
        "170141183460469231731687303715884105727::HUGEINT",
        "170141183460469231731687303715884105727",
        "170141183460469231731687303715884105727")]
    [InlineData(
        "-12345678901234567890123456789.012345678::DECIMAL(38,9)",
        "-12345678901234567890123456789.012345678",
        "-12345678901234567890123456789.012345678")]
    [InlineData("-0.05::DECIMAL(4,2)", "-0.05", "-0.05")]
    [InlineData("1.5::DOUBLE", "1.5", "1.5")]
    [InlineData("'NaN'::DOUBLE", "NaN", "\"NaN\"")]
    [InlineData("TIMESTAMP '2023-07-10 12:11:15'", "2023-07-10T12:11:15Z", "\"2023-07-10T12:11:15Z\"")]
    [InlineData("TIMESTAMPTZ '2023-07-10 12:11:15.120+02'", "2023-07-10T10:11:15.12Z", "\"2023-07-10T10:11:15.12Z\"")]
    [InlineData("TIMESTAMP '1969-12-31 23:59:59.5'", "1969-12-31T23:59:59.5Z", "\"1969-12-31T23:59:59.5Z\"")]
    [InlineData("TIMESTAMP_S '2023-07-10 12:11:15'", "2023-07-10T12:11:15Z", "\"2023-07-10T12:11:15Z\"")]
    [InlineData("'infinity'::TIMESTAMP", "infinity", "\"infinity\"")]
    [InlineData("DATE '2023-07-10'", "2023-07-10", "\"2023-07-10\"")]
    [InlineData("TIME '01:02:03.5'", "01:02:03.5", "\"01:02:03.5\"")]
    [InlineData("INTERVAL '14 months 3 days 90 seconds'", "1 year 2 months 3 days 00:01:30", "\"1 year 2 months 3 days 00:01:30\"")]
    [InlineData("'short'", "short", "\"short\"")]
    [InlineData("'longer than twelve bytes: ä€😀'", "longer than twelve bytes: ä€😀", "\"longer than twelve bytes: ä€\\uD83D\\uDE00\"")]
    [InlineData("'a\\x00b'::BLOB", "a\\x00b", "\"a\\\\x00b\"")]
    [InlineData(
        "UUID '0f8fad5b-d9cb-469f-a165-70867728950e'", "0f8fad5b-d9cb-469f-a165-70867728950e", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"")]
    [InlineData("'b'::ENUM('a', 'b')", "b", "\"b\"")]
    [InlineData("[1, NULL, 3]", "[1,null,3]", "[1,null,3]")]
    [InlineData("[1, 2]::INT[2]", "[1,2]", "[1,2]")]
    [InlineData("{'a': 1, 'b': {'c': ['x', NULL]}}", "{\"a\":1,\"b\":{\"c\":[\"x\",null]}}", "{\"a\":1,\"b\":{\"c\":[\"x\",null]}}")]
    [InlineData("MAP {'k': 1, 'l': NULL}", "{\"k\":1,\"l\":null}", "{\"k\":1,\"l\":null}")]
    [InlineData("'{\"a\": 1}'::JSON", "{\"a\": 1}", "\"{\\\"a\\\": 1}\"")]
    [InlineData("NULL", null, "null")]
    [InlineData("NULL::STRUCT(a INT)", null, "null")]
    public void Value_AsTextAndJson(string sql, string? text, string json)
    {
        using var lake = new QueryLake();
        using var session = lake.Open();
        using var result = session.Query("SELECT " + sql);
        Assert.True(result.Read());
        Assert.Equal(text, result.GetText(0));
        Assert.Equal(json, Json(result));
        Assert.False(result.Read());
    }

    [Fact]
    public void Rows_ComeFromEveryChunk()
    {
        using var lake = new QueryLake();
        using var session = lake.Open();
        using var result = session.Query("SELECT i, [i, i + 1] FROM range(10000) t(i)");
        for (var i = 0; i < 10000; i++)
        {
            Assert.True(result.Read());
            Assert.Equal(i, result.GetInt64(0));
            Assert.Equal($"[{i},{i + 1}]", result.GetText(1));
        }

        Assert.False(result.Read());
    }

    [Theory]
    [InlineData("9223372036854775807::BIGINT", 9223372036854775807)]
    [InlineData("(-9223372036854775808)::BIGINT", long.MinValue)]
    [InlineData("(-7)::INTEGER", -7L)]
    [InlineData("7::HUGEINT", 7L)]
    [InlineData("'-12'", -12L)]
    [InlineData("NULL::BIGINT", null)]
    public void WholeNumber_IsReadAsOne(string sql, long? number)
    {
        using var lake = new QueryLake();
        using var session = lake.Open();
        using var result = session.Query("SELECT " + sql);
        Assert.True(result.Read());
        Assert.Equal(number, result.GetInt64(0));
    }

    [Theory]
    [InlineData("'us-east-1'", "us-east-1", true)]
    [InlineData("'us-east-1'", "us-east-2", false)]
    [InlineData("'us-east-1'", "us-east-", false)]
    [InlineData("'us-east-1'", null, false)]
    [InlineData("'longer than twelve bytes: ä€😀'", "longer than twelve bytes: ä€😀", true)]
    [InlineData("'longer than twelve bytes: ä€😀'", "longer than twelve bytes: ä€", false)]
    [InlineData("''", "", true)]
    [InlineData("''", null, false)]
    [InlineData("NULL::VARCHAR", null, true)]
    [InlineData("NULL::VARCHAR", "", false)]
    [InlineData("12", "12", true)]
    public void Text_IsComparedAsItWouldBeRead(string sql, string? text, bool isIt)
    {
        using var lake = new QueryLake();
        using var session = lake.Open();
        using var result = session.Query("SELECT " + sql);
        Assert.True(result.Read());
        Assert.Equal(isIt, result.IsText(0, text));
    }

    [Fact]
    public void Type_WithoutAForm_SaysWhatToDo()
    {
        using var lake = new QueryLake();
        using var session = lake.Open();
        var error = Assert.Throws<TrailLakeException>(() => session.Query("SELECT '101'::BIT AS bits"));
        Assert.Equal("column bits has type BIT: cast it to VARCHAR", error.Message);
    }

    static string Json(QueryResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ResultJson.Options))
        {
            result.WriteJson(0, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
