using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TrailLake.Tests.Questions;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Shell;

/// <summary>The real shell on a pseudo-terminal, as a person has it.</summary>
public sealed class ShellTerminalTests
{
    const string Script = "/usr/bin/script";
    const string Prompt = "traillake> ";

    [Fact]
    public async Task Terminal_EditsCompletesKeepsAHistory_AndCtrlCStopsTheQueryOnly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Script), $"needs {Script} of util-linux for a pseudo-terminal");
        using var lake = await RecordLake.CreateAsync(
            JsonNode.Parse("""[{ "id": "e1", "call": "s3:DeleteBucket", "in": { "bucketName": "b" } }]""")!.AsArray());
        using var state = new TempFolder();
        using var shell = new Pty(lake.Files.Directory, state.Path);
        shell.WaitFor(Prompt);
        shell.Send("select count(*) as howMany\r");
        shell.WaitFor("...> ");
        shell.Send("from events;\r");
        shell.WaitFor("-------\r\n");
        shell.WaitFor(Prompt);

        shell.Send("select eventNam");
        shell.WaitFor("select eventNam");
        shell.Send("\t");
        shell.WaitFor("select eventName");
        shell.Send(" from events;\r");
        shell.WaitFor("DeleteBucket");
        shell.WaitFor(Prompt);

        // Twelve hours of work: it ends because it is stopped, or the test fails.
        shell.Send("select count(*) from range(1000000000) a, range(1000000) b where a.range * b.range % 7 = 3;\r");
        shell.WaitFor("= 3;");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        shell.SendUntil("\u0003", "traillake: stopped");
        shell.WaitFor(Prompt);

        shell.Send("select 6");
        shell.WaitFor("select 6");
        shell.Send("\u0003");
        shell.WaitFor(Prompt);
        shell.Send("select 40 + 2 as answer;\r");
        shell.WaitFor("42");
        shell.WaitFor(Prompt);
        shell.Send("\u0004");
        Assert.Equal(0, shell.WaitForExit());

        var history = File.ReadAllText(Path.Combine(state.Path, "traillake", "history"));
        Assert.Contains("select count(*) as howMany\\nfrom events;", history);
        Assert.DoesNotContain("\"select 6\"", history);
    }

    /// <summary>A shell below util-linux's <c>script</c>, which gives it a pseudo-terminal.</summary>
    sealed class Pty : IDisposable
    {
        static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
        readonly Process _process;
        readonly StringBuilder _seen = new();
        readonly char[] _buffer = new char[4096];
        Task<int>? _read;

        // exec: a shell in between would get the Ctrl-C too, and end of it when its child has ended.
        public Pty(string lake, string state)
        {
            var start = new ProcessStartInfo(Script, ["-qec",
                $"exec {string.Join(' ', TrailLakeProcess.Interruptible)} dotnet '{TrailLakeProcess.Assembly}' shell --lake '{lake}'",
                "/dev/null"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["XDG_STATE_HOME"] = state;
            start.Environment["TERM"] = "xterm";
            start.Environment["SHELL"] = "/bin/sh";
            _process = Process.Start(start)!;
        }

        public void Send(string keys)
        {
            _process.StandardInput.Write(keys);
            _process.StandardInput.Flush();
        }

        /// <summary>Waits until the screen has shown a text behind the one that was waited for before.</summary>
        public void WaitFor(string text)
        {
            Assert.True(IsShown(text, s_longest), $"no '{text}' in: {_seen}");
        }

        /// <summary>
        /// Sends keys again and again, as a person does, until the screen shows a text: on a busy machine they may come too early.
        /// </summary>
        public void SendUntil(string keys, string text)
        {
            var watch = Stopwatch.StartNew();
            do
            {
                Assert.True(watch.Elapsed < s_longest, $"no '{text}' in: {_seen}");
                Send(keys);
            }
            while (!IsShown(text, TimeSpan.FromSeconds(3)));
        }

        bool IsShown(string text, TimeSpan longest)
        {
            var watch = Stopwatch.StartNew();
            int at;
            while ((at = _seen.ToString().IndexOf(text, StringComparison.Ordinal)) < 0)
            {
                // A read that is not done yet is waited for again the next time.
                _read ??= _process.StandardOutput.ReadAsync(_buffer, 0, _buffer.Length);
                var left = longest - watch.Elapsed;
                if (left <= TimeSpan.Zero || !_read.Wait(left) || _read.Result == 0)
                {
                    return false;
                }

                _seen.Append(_buffer, 0, _read.Result);
                _read = null;
            }

            _seen.Remove(0, at + text.Length);
            return true;
        }

        public int WaitForExit()
        {
            Assert.True(_process.WaitForExit(s_longest), "the shell did not leave");
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }
    }
}
