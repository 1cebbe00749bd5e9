using System.Diagnostics;

namespace TrailLake.Cli.Terminals;

/// <summary>Draws one line of progress with rate and time left, over and over, where a person reads stderr; elsewhere nothing.</summary>
sealed class ProgressLine : IDisposable
{
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly Lock _lock = new();
    readonly TextWriter _error;
    readonly int _width;
    readonly Timer? _timer;
    bool _isDone;

    /// <param name="text">The line after so much time.</param>
    public ProgressLine(Terminal terminal, Func<TimeSpan, string> text)
    {
        _error = terminal.Error;
        _width = terminal.Width;
        if (terminal.ErrorIsTerminal)
        {
            _timer = new Timer(_ => Draw(text(_clock.Elapsed)), null, s_interval, s_interval);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _isDone = true;
            if (_timer is not null)
            {
                _error.Write("\r\u001b[K");
            }
        }
    }

    void Draw(string text)
    {
        lock (_lock)
        {
            if (!_isDone)
            {
                _error.Write("\r" + (text.Length < _width ? text : text[..(_width - 1)]) + "\u001b[K");
                _error.Flush();
            }
        }
    }
}
