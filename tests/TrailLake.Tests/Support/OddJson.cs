using System.Collections.Generic;
using System.Linq;

namespace TrailLake.Tests.Support;

/// <summary>JSON values that the grammar allows (RFC 8259) and that some reader refuses, or could take for something else.</summary>
static class OddJson
{
    /// <summary>Inner parts of JSON strings, escapes as they are delivered.</summary>
    public static string[] Texts { get; } =
    [
        @"holiday \ud83d", @"\ude00", @"\ude00\ud83d", @"a\ud83d\ud83d\ude00b", @"\ud83d\n\ude00", @"\uD83D\u0041", @"\\\ud83d", @"\\ud83d",
        @"\\\\ud83d\\",
        @"\ud83d\ude00", @"\uDBFF\uDFFF", "😀\\ud83d😀", @"nul \u0000 end", @"\u0001\u001f\u007f", "\uffff", @"\uffff", "\U0010ffff",
        "\ufdd0", "\ufeffx", @"\ufeff",
        "\u2028\u2029", @"\/\b\f\n\r\t\""\\", "", "NaN", "{\\\"Statement\\\":[{\\\"Sid\\\":\\\"cut \\\\ud83d\\\"}]}", "\ufffd", @"\ufffd",
        @"\ud83", @"\\ud83",
    ];

    /// <summary>Numbers.</summary>
    public static string[] Numbers { get; } =
    [
        "1e400", "-1e400", "1e-400", "1E+5", "-0", "-0.0", "0e999999999999", "1e999999999999999999999", "1.7976931348623157e308",
        "1.7976931348623159e308", "5e-324",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890",
        new('9', 400), "0." + new string('1', 400), "0." + new string('1', 5_000), new string('1', 310) + ".5", new string('7', 5_000),
        "1.0", "0.1000", "1e5", "12E3",
    ];

    /// <summary>Whole values, each of a record of its own.</summary>
    public static IEnumerable<string> Values { get; } =
    [
        .. Texts.Where(IsJson).SelectMany(text =>
            new[] { $"\"{text}\"", $"{{\"a\":\"{text}\"}}", $"{{\"k{text}\":[1]}}", $"{{\"b\":[{{\"c\":\"{text}\"}}, \"{text}\"]}}" }),
        .. Numbers.SelectMany(number => new[] { number, $"{{\"a\":{number}}}", $"{{ \"b\" : [ {number} , [{number}]] }}" }),
        .. new[] { 63, 64, 65, 66, 100, 250, 500, 507 }.SelectMany(
            depth => new[] { Nested("[", "]", depth), Nested("{\"a\":", "}", depth), Nested("[{\"\\ud83d\":", "}]", depth / 2) }),
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":{\"b\":1,\"b\":{\"b\":2,\"b\":\"x\"}}}", "{\"\":1}", "{\"\":1,\"\":2}",
        "{}", "[]", "true", "null",
        "{\"a.b\":1,\"$\":2,\"*\":3,\"[0]\":4,\"/x\":5,\"a\\\"b\":6,\"a'b\":7}", "{\"\\u0000\":1,\"a\\u0000b\":2}", "{\t\"a\" :\r\n[ ] }",
    ];

    /// <summary>A value inside of so many arrays or objects.</summary>
    public static string Nested(string open, string close, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

    // An escape of three digits is none: it stands among the texts for those who want what is no JSON.
    public static bool IsJson(string text) =>
        !text.EndsWith(@"\ud83", System.StringComparison.Ordinal) || text.EndsWith(@"\\ud83", System.StringComparison.Ordinal);
}
