using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TrailLake.Comparison.Needles;

/// <summary>Asks both sides every question, in turn: once to warm up, then the warm rounds, then the cold ones, then the command.</summary>
sealed class NeedleRun(NeedleOptions options, string lake, string plainFolder) : IDisposable
{
    const double SlowMilliseconds = 10_000;
    const double MostCommandMilliseconds = 10_000;

    readonly LakeSide _lake = new(lake, options.Threads);
    readonly PlainSide _plain = new(plainFolder, options.Threads);

    public IReadOnlyList<Outcome> Needles { get; private set; } = [];

    public IReadOnlyList<Outcome> Aggregates { get; private set; } = [];

    public void Dispose()
    {
        _lake.Dispose();
        _plain.Dispose();
    }

    /// <exception cref="InvalidOperationException">The two sides gave different answers.</exception>
    public void Run()
    {
        Needles = [.. new NeedlePicker(_plain, plainFolder, lake, options.Pick).Pick().Select(question => new Outcome(question))];
        Aggregates = [.. AggregateQuestions.Of(NeedlePicker.Days(plainFolder)).Select(question => new Outcome(question))];
        PageCache.Flush();

        // Round 0 warms up: the files come into the page cache, and what runs is compiled.
        for (var round = 0; round <= options.Rounds; round++)
        {
            Round(round, isCold: false);
        }

        for (var round = 1; round <= options.ColdRounds; round++)
        {
            Round(round, isCold: true);
        }
    }

    /// <summary>Times the command from start to exit, after <see cref="Run"/>; nothing when no command was given.</summary>
    public void TimeCommands()
    {
        if (options.TrailLake is { } program)
        {
            TimeCommand(program);
        }
    }

    void Round(int round, bool isCold)
    {
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isCold ? "cold" : "warm")} round {round}"));
        foreach (var outcome in Needles.Concat(Aggregates))
        {
            (Action<Outcome, int, bool> first, Action<Outcome, int, bool> second) = (AskLake, AskPlain);

            // Who comes second may profit from the first; so they change places.
            if (round % 2 == 1)
            {
                (first, second) = (second, first);
            }

            first(outcome, round, isCold);
            second(outcome, round, isCold);
            Check(outcome);
        }
    }

    // A needle is looked for anew each time, as the command does. What counts over many events is asked of a session that stays open, as
    // the plain side's connection does.
    void AskLake(Outcome outcome, int round, bool isCold) => Ask(
        outcome,
        outcome.Lake,
        round,
        isCold,
        lake,
        () => outcome.Question.Value is null && !isCold ? _lake.Ask(outcome.Question.LakeSql) : _lake.AskAnew(outcome.Question.LakeSql));

    void AskPlain(Outcome outcome, int round, bool isCold) => Ask(outcome, outcome.Plain, round, isCold, plainFolder, () =>
    {
        if (isCold)
        {
            _plain.Reopen();
        }

        return _plain.Ask(outcome.Question.PlainSql);
    });

    static void Ask(Outcome outcome, Series series, int round, bool isCold, string folder, Func<Answer> ask)
    {
        var answers = isCold ? series.Cold : series.Warm;
        if (Series.IsLong(answers))
        {
            return;
        }

        if (isCold)
        {
            PageCache.Drop(folder);
        }

        var answer = ask();

        // What is slow needs no warming up, and is not asked once more for it.
        if (round > 0 || answer.Milliseconds > SlowMilliseconds)
        {
            answers.Add(answer);
        }

        series.Last = answer;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {(series == outcome.Lake ? "TrailLake" : "plain    ")} {answer.Milliseconds,10:N1} ms {answer.Rows,9:N0} rows  "
                + $"{outcome.Question.Name}"));
    }

    static void Check(Outcome outcome)
    {
        var (found, expected) = (outcome.Lake.Last!, outcome.Plain.Last!);
        if (!found.Equals(expected))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.Question.Name} {outcome.Question.Value}: TrailLake gave {found.Rows} rows, the plain table {expected.Rows}"
                + $"{(found.Rows == expected.Rows ? ", with other values" : "")}"));
        }

        if (outcome.Question.IsAbsent && found.Rows != 0)
        {
            throw new InvalidOperationException(
                $"{outcome.Question.Name}: {outcome.Question.Value} is there; expected a value that no event has");
        }
    }

    void TimeCommand(string program)
    {
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var outcome in Needles.Where(needle => needle.Command.Sum() + needle.ColdCommand.Sum() < MostCommandMilliseconds))
            {
                var warm = CommandStart.Time(program, lake, outcome.Question.Value!);
                PageCache.Drop(lake);
                var cold = CommandStart.Time(program, lake, outcome.Question.Value!);
                if (round > 0 || warm > MostCommandMilliseconds / 10)
                {
                    outcome.Command.Add(warm);
                    outcome.ColdCommand.Add(cold);
                }
            }
        }
    }
}
