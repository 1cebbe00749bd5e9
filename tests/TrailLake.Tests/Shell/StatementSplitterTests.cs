using System;
using System.Linq;
using System.Text.Json;
using TrailLake.Cli.Shell;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Shell;

public sealed class StatementSplitterTests
{
    [Theory]
    [InlineData("select 1; select 2;", "select 1;|select 2;", "")]
    [InlineData("select 1", "", "select 1")]
    [InlineData("select 'a;b', \"c;d\" from t;", "select 'a;b', \"c;d\" from t;", "")]
    [InlineData("select 'it''s;';x", "select 'it''s;';", "x")]
    [InlineData("select E'a\\';b'; select name'\\';", "select E'a\\';b';|select name'\\';", "")]
    [InlineData("select 1 -- a;b\n;", "select 1 -- a;b\n;", "")]
    [InlineData("select 1 /* a; /* b; */ c; */;", "select 1 /* a; /* b; */ c; */;", "")]
    [InlineData("select /*/ ; */ 1;", "select /*/ ; */ 1;", "")]
    [InlineData("select $$a;b$$; select $x$ $$ ; $y$ ; $x$;", "select $$a;b$$;|select $x$ $$ ; $y$ ; $x$;", "")]
    [InlineData("select a$b$c; select $1; select 2;", "select a$b$c;|select $1;|select 2;", "")]
    [InlineData("; ;\n-- nothing\n;", "", "")]
    [InlineData("select 1 - -1; select 4 / 2 * 3;", "select 1 - -1;|select 4 / 2 * 3;", "")]
    public void Add_EndsStatementsAtTheirSemicolons(string sql, string statements, string rest)
    {
        var splitter = new StatementSplitter();
        Assert.Equal(statements, string.Join('|', splitter.Add(sql)));
        Assert.Equal(rest, splitter.Rest.Trim());

        // However it is cut.
        for (var i = 0; i <= sql.Length; i++)
        {
            var pieces = new StatementSplitter();
            Assert.Equal(statements, string.Join('|', pieces.Add(sql[..i]).Concat(pieces.Add(sql[i..]))));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("  -- only words", true)]
    [InlineData("/* whole */ ", true)]
    [InlineData("/* begun", false)]
    [InlineData("-", false)]
    [InlineData("'", false)]
    [InlineData("select 1; select", false)]
    public void IsBlank_TellsWhetherAStatementWasBegun(string sql, bool expected)
    {
        var splitter = new StatementSplitter();
        splitter.Add(sql);
        Assert.Equal(expected, splitter.IsBlank);
    }

    [Fact]
    public void RandomSql_HasAsManyStatementsAsDuckDbFinds()
    {
        string[] words = ["select", "1", "'a'", "';'", "''", "E'\\';'", "\"x;\"", "--c;\n", "/*;*/", "/*/**/;*/", "$$;$$", "$a$;$b$;$a$",
            ";", ";", ",", "-", "a"];
        var random = new Random(7);
        var judged = 0;
        for (var i = 0; i < 400; i++)
        {
            var sql = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            if (Count(sql) is not { } expected)
            {
                continue;
            }

            judged++;
            var splitter = new StatementSplitter();
            var statements = splitter.Add(sql).Append(splitter.Rest).Where(statement => !IsBlank(statement)).Count();
            Assert.True(expected == statements, $"{sql}: found {statements} statements, DuckDB {expected}");
        }

        Assert.True(judged > 20, $"DuckDB could read only {judged} of the texts");
    }

    static bool IsBlank(string sql)
    {
        var splitter = new StatementSplitter();
        splitter.Add(sql);
        return splitter.IsBlank && splitter.Rest == sql;
    }

    // Null for what is no SQL.
    static int? Count(string sql)
    {
        using var tree = JsonDocument.Parse(DuckDb.Scalar<string>($"SELECT json_serialize_sql('{sql.Replace("'", "''")}')"));
        return tree.RootElement.GetProperty("error").GetBoolean() ? null : tree.RootElement.GetProperty("statements").GetArrayLength();
    }
}
