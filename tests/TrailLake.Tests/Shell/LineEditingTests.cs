using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TrailLake.Cli.Shell;
using TrailLake.Query.Completion;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Shell;

/// <summary>The line editor with scripted keys: what it gives back, what it draws, what it keeps.</summary>
public sealed class LineEditingTests
{
    static readonly ConsoleKeyInfo s_enter = new('\r', ConsoleKey.Enter, false, false, false);
    static readonly ConsoleKeyInfo s_up = Key(ConsoleKey.UpArrow);
    static readonly ConsoleKeyInfo s_down = Key(ConsoleKey.DownArrow);
    static readonly ConsoleKeyInfo s_left = Key(ConsoleKey.LeftArrow);
    static readonly ConsoleKeyInfo s_tab = new('\t', ConsoleKey.Tab, false, false, false);

    [Fact]
    public void Enter_EndsAWholeText_AndBeginsALineOtherwise()
    {
        Assert.Equal("select 1\nfrom t;", Edit([.. Type("select 1"), s_enter, .. Type("from t;"), s_enter]).Text);
        Assert.Equal(".tables", Edit([.. Type(".tables"), s_enter]).Text);
        Assert.Equal("select ';\n';", Edit([.. Type("select ';"), s_enter, .. Type("';"), s_enter]).Text);
    }

    [Fact]
    public void Keys_MoveAndDelete()
    {
        Assert.Equal("ab;", Edit([.. Type("b;"), Control(ConsoleKey.A), .. Type("a"), s_enter]).Text);
        Assert.Equal("select 2;", Edit([.. Type("select 12;"), s_left, s_left, Key(ConsoleKey.Backspace), s_enter]).Text);
        Assert.Equal("x;", Edit([.. Type("select old"), Control(ConsoleKey.W), Control(ConsoleKey.U), .. Type("x;"), s_enter]).Text);
        Assert.Equal("a;", Edit([.. Type("a;😀"), Key(ConsoleKey.Backspace), s_enter]).Text);
        Assert.Equal("one two;", Edit([.. Type("two;"), Key(ConsoleKey.LeftArrow, control: true), .. Type("one "), s_enter]).Text);
        Assert.Equal(
            "1\n23;", Edit([.. Type("1"), s_enter, .. Type("3;"), s_up, s_down, Control(ConsoleKey.A), .. Type("2"), s_enter]).Text);
    }

    [Fact]
    public void CtrlC_DropsTheText_AndCtrlDLeavesOnlyAnEmptyOne()
    {
        Assert.Equal("", Edit([.. Type("select"), Control(ConsoleKey.C)]).Text);
        Assert.Null(Edit([Control(ConsoleKey.D)]).Text);
        Assert.Equal("b;", Edit([.. Type("ab;"), Control(ConsoleKey.A), Control(ConsoleKey.D), s_enter]).Text);
    }

    [Fact]
    public void Arrows_GoThroughTheHistoryAndBackToWhatWasTyped()
    {
        string[] entries = ["select 1;", "select 2;"];
        Assert.Equal("select 2;", Edit([s_up, s_enter], entries).Text);
        Assert.Equal("select 1;", Edit([s_up, s_up, s_up, s_enter], entries).Text);
        Assert.Equal("draft;", Edit([.. Type("draft"), s_up, s_down, .. Type(";"), s_enter], entries).Text);
    }

    [Fact]
    public void Tab_CompletesWhatIsCertain_ElseShowsWhatThereIs()
    {
        Assert.Equal("eventName;", Edit([.. Type("eventN"), s_tab, .. Type(";"), s_enter]).Text);
        var several = Edit([.. Type("ev"), s_tab, s_tab, .. Type("ID;"), s_enter]);
        Assert.Equal("eventID;", several.Text);
        Assert.Contains("eventName  eventTime", several.Screen);

        // Tabs of a paste stay blanks.
        Assert.Equal("ev    ;", Edit([.. Type("ev"), s_tab, .. Type(";"), s_enter], isPasted: true).Text);
    }

    [Fact]
    public void HostileText_IsShownEscaped()
    {
        var run = Edit([s_up, s_enter], ["select '\u001b[2J\u202ex';"]);
        Assert.DoesNotContain("\u001b[2J", run.Screen);
        Assert.DoesNotContain('\u202e', run.Screen);
        Assert.Contains("\\u001B[2J\\u202Ex", run.Screen);
        Assert.Equal("ab;", Edit([.. Type("a\u001b\u0007b;"), s_enter]).Text);
    }

    [Theory]
    [InlineData("abc", 3, 0, 5, "> abc")]
    [InlineData("abc\nd", 4, 1, 2, "> abc|. d")]
    [InlineData("12345678901234567890", 20, 1, 3, "> 12345678901234567|890")]
    [InlineData("1234567890123456世界", 18, 1, 4, "> 1234567890123456|世界")]
    public void Layout_BreaksRowsBeforeTheEdge(string text, int caret, int row, int column, string rows)
    {
        var layout = LineLayout.Of("> ", ". ", text, caret, 20);
        Assert.Equal((rows, row, column), (string.Join('|', layout.Rows), layout.CaretRow, layout.CaretColumn));
        Assert.All(layout.Rows, line => Assert.True(line.Length < 20));
    }

    [Fact]
    public void TerminalWithoutASize_IsNoHindrance()
    {
        Assert.Equal("select 1;", Edit([.. Type("select 1;"), s_enter], columns: 0, rows: 0).Text);
    }

    [Fact]
    public void History_IsKeptWholePrivateAndReadWithCare()
    {
        using var folder = new TempFolder();
        var state = folder.File("state/traillake");
        var history = ShellHistory.Load(state);
        history.Add("select 1\nfrom t;");
        history.Add("select 1\nfrom t;");
        history.Add(" select 'not kept';");
        history.Add("select '\u001b[2J';");
        var path = Path.Combine(state, "history");
        Assert.DoesNotContain('\u001b', File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        File.AppendAllText(path, "not json\n{\"a\":1}\nnull\n\"last\"\n");
        Assert.Equal(["select 1\nfrom t;", "select '\u001b[2J';", "last"], ShellHistory.Load(state).Entries);

        File.WriteAllLines(path, Enumerable.Range(0, (2 * ShellHistory.Most) + 1).Select(i => $"\"{i}\""));
        Assert.Equal(ShellHistory.Most, ShellHistory.Load(state).Entries.Count);
        Assert.Equal(ShellHistory.Most, File.ReadLines(path).Count());
    }

    static (string? Text, string Screen) Edit(
        IEnumerable<ConsoleKeyInfo> keys, string[]? entries = null, bool isPasted = false, int columns = 80, int rows = 24)
    {
        var history = ShellHistory.Load(null);
        foreach (var entry in entries ?? [])
        {
            history.Add(entry);
        }

        string[] columnNames = ["eventID", "eventName", "eventTime"];
        using var screen = new StringWriter();
        var editor = new LineEditor(new Script(keys, isPasted), screen, () => (columns, rows), history, LakeShell.IsWhole, typed =>
        {
            var start = typed.LastIndexOf(' ') + 1;
            return new SqlCompletion(
                start, [.. columnNames.Where(name => name.StartsWith(typed[start..], StringComparison.OrdinalIgnoreCase))]);
        });
        return (editor.Read(isContinued: false), screen.ToString());
    }

    static IEnumerable<ConsoleKeyInfo> Type(string text) => text.Select(c => new ConsoleKeyInfo(c, default, false, false, false));

    static ConsoleKeyInfo Key(ConsoleKey key, bool control = false) => new('\0', key, false, false, control);

    static ConsoleKeyInfo Control(ConsoleKey letter) => new((char)(letter - ConsoleKey.A + 1), letter, false, false, true);

    sealed class Script(IEnumerable<ConsoleKeyInfo> keys, bool isPasted) : IKeySource
    {
        readonly Queue<ConsoleKeyInfo> _keys = new(keys);

        public bool IsMoreWaiting => isPasted && _keys.Count > 0;

        public bool IsInterruptKey { get; set; }

        public ConsoleKeyInfo Read()
        {
            Assert.True(IsInterruptKey, "Ctrl-C would be a signal while a text is edited");
            return _keys.Dequeue();
        }
    }
}
