using System.IO;
using System.Threading;
using TrailLake.Cli.Writers;
using TrailLake.Query.Session;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Cli.Output;

public sealed class RowWriterTests
{
    const string Sql = """
        SELECT * FROM (VALUES
            (1, 'plain', [1, NULL]),
            (-20, '=HYPERLINK("http://x")|<b>', NULL),
            (NULL, E'a\nb,"c"\x1b[31m', []))
            t("n", "te|xt", "list")
        """;

    static string Write(System.Func<TextWriter, IRowWriter> create, string sql = Sql)
    {
        using var lake = new QueryLake();
        using var session = SqlSession.Open(lake.Files());
        using var result = session.Query(sql);
        using var output = new StringWriter { NewLine = "\n" };
        ResultWriter.Run(result, create(output), CancellationToken.None);
        return output.ToString();
    }

    [Fact]
    public void Table_InAPipe_IsPlainAndWhole() => Assert.Equal(
        "  n  te|xt                       list\n"
        + "---  --------------------------  --------\n"
        + "  1  plain                       [1,null]\n"
        + "-20  =HYPERLINK(\"http://x\")|<b>\n"
        + "     a\\nb,\"c\"\\u001B[31m          []\n",
        Write(output => new TableWriter(output)));

    [Fact]
    public void Table_OnATerminal_IsCutToItsWidth() => Assert.Equal(
        "  n  te|xt       list\n"
        + "---  ----------  --------\n"
        + "  1  plain       [1,null]\n"
        + "-20  =HYPERLIN…\n"
        + "     a\\nb,\"c\"\\…  []\n",
        Write(output => new TableWriter(output, terminalWidth: 25)));

    [Fact]
    public void Table_WithMoreColumnsThanFit_IsOneFieldALine() => Assert.Equal(
        "-- row 1 --\nname  eve\nlong  cccccccccccc\n",
        Write(output => new TableWriter(output, terminalWidth: 12), "SELECT 'eve' AS name, NULL AS none, 'cccccccccccc' AS long"));

    [Fact]
    public void Table_InColour_ShowsNulls() => Assert.Equal(
        "\u001b[1ma     \u001b[0m  \u001b[1mb   \u001b[0m\n------  ----\n\\u001B  \u001b[2mNULL\u001b[0m\n",
        Write(output => new TableWriter(output, terminalWidth: 80, colour: true), "SELECT chr(27) AS a, NULL::VARCHAR AS b"));

    [Fact]
    public void Csv_QuotesAndNeutralisesFormulas() => Assert.Equal(
        "n,te|xt,list\n"
        + "1,plain,\"[1,null]\"\n"
        + "-20,\"'=HYPERLINK(\"\"http://x\"\")|<b>\",\n"
        + ",\"a\nb,\"\"c\"\"\u001b[31m\",[]\n",
        Write(output => new CsvWriter(output)));

    [Theory]
    [InlineData("\uFEFF=1+1")]
    [InlineData(" \u200B@a")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20a")]
    [InlineData("=1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void Csv_TextThatIsAFormula_GetsAnApostrophe(string text) =>
        Assert.Equal($"t\n'{text}\n", Write(output => new CsvWriter(output), $"SELECT '{text}' AS t"));

    [Fact]
    public void Csv_FormulaBehindALineBreak_GetsAnApostrophe() =>
        Assert.Equal("t\n\"'\n=1\"\n", Write(output => new CsvWriter(output), "SELECT chr(10) || '=1' AS t"));

    [Fact]
    public void Json_IsOneArray() => Assert.Equal(
        "[\n"
        + "{\"n\":1,\"te|xt\":\"plain\",\"list\":[1,null]},\n"
        + "{\"n\":-20,\"te|xt\":\"=HYPERLINK(\\\"http://x\\\")|<b>\",\"list\":null},\n"
        + "{\"n\":null,\"te|xt\":\"a\\nb,\\\"c\\\"\\u001B[31m\",\"list\":[]}\n"
        + "]\n",
        Write(output => new JsonWriter(output)));

    [Fact]
    public void Json_WithoutRows_IsAnEmptyArray() =>
        Assert.Equal("[]\n", Write(output => new JsonWriter(output), "SELECT 1 AS a WHERE false"));

    [Fact]
    public void JsonLines_IsOneObjectALine() => Assert.Equal(
        "{\"a\":1,\"b\":\"{\\\"x\\\":1}\"}\n{\"a\":2,\"b\":\"\\u202E\"}\n",
        Write(output => new JsonLinesWriter(output), "SELECT * FROM (VALUES (1, '{\"x\":1}'), (2, chr(8238))) t(a, b)"));

    [Fact]
    public void Markdown_EscapesMarkup() => Assert.Equal(
        "| n | te\\|xt | list |\n"
        + "| ---: | --- | --- |\n"
        + "| 1 | plain | \\[1,null\\] |\n"
        + "| -20 | =HYPERLINK(\"http://x\")\\|&lt;b> |  |\n"
        + "|  | a\\\\nb,\"c\"\\\\u001B\\[31m | \\[\\] |\n",
        Write(output => new MarkdownWriter(output)));
}
