namespace TrailLake.Answers.Coverage;

/// <summary>
/// Learns from the hours of a series how probable an hour without any object is, so that a quiet night is told from a loss.
/// <para>
/// Hours are compared with their like: the same hour of the week where there are three weeks, else the same hour of the day on working days
/// or at weekends, else all hours. The pause that is judged is left out of what it is compared with, and so are hours that are explained
/// already. With n like hours, Σ objects in them, z of them empty, and p the part of all hours that is empty, the probability is (z + 2p) /
/// (n + 2): few like hours say little, so all hours weigh as two of them. Where none was ever empty, it is at most (n / (n + 1))^(Σ/φ +
/// 0.5), what a Poisson process of unknown rate leaves empty; φ, the variance by the mean, takes off what comes in bursts. Where all of
/// them are empty, or there is none, it is 1.
/// </para>
/// </summary>
sealed class DeliveryRhythm
{
    const int Week = 7 * 24;
    const int WeeklyFrom = 3 * Week;
    const int DailyFrom = 3 * 24;

    // 1970-01-01 was a Thursday: with this many hours added, hour 0 of the week is Monday's first.
    const int ToMonday = 3 * 24;

    readonly CoverageSeries _series;
    readonly int _classes;
    readonly long[] _filled;
    readonly double[] _objects;
    readonly double _dispersion;

    /// <param name="series">The series to learn from.</param>
    public DeliveryRhythm(CoverageSeries series)
    {
        _series = series;
        var length = series.Last - series.First + 1;
        _classes = length >= WeeklyFrom ? Week : length >= DailyFrom ? 48 : 1;
        _filled = new long[_classes];
        _objects = new double[_classes];
        foreach (var hour in series.Hours)
        {
            _filled[ClassOf(hour.Number)]++;
            _objects[ClassOf(hour.Number)] += hour.Objects;
        }

        _dispersion = Dispersion();
    }

    /// <summary>The probability that none of some hours has an object, were nothing missing.</summary>
    /// <param name="from">First hour of the pause.</param>
    /// <param name="to">First hour after it.</param>
    /// <param name="explained">Pauses that are known already, in order.</param>
    public double EmptyChance(long from, long to, IReadOnlyList<(long From, long To)> explained)
    {
        var like = new long[_classes];
        CountClasses(_series.First, _series.Last + 1, 1, like);
        CountClasses(Math.Max(from, _series.First), Math.Min(to, _series.Last + 1), -1, like);
        foreach (var pause in explained)
        {
            CountClasses(Math.Max(pause.From, _series.First), Math.Min(pause.To, Math.Min(from, _series.Last + 1)), -1, like);
            CountClasses(Math.Max(Math.Max(pause.From, to), _series.First), Math.Min(pause.To, _series.Last + 1), -1, like);
        }

        var hours = (double)like.Sum();
        var empty = (Math.Max(0, hours - _series.Hours.Count) + 0.5) / (hours + 1);
        var chance = 1.0;
        for (var hour = from; hour < to && chance > 1e-12; hour++)
        {
            if (!Contains(explained, hour))
            {
                chance *= EmptyChance(ClassOf(hour), like[ClassOf(hour)], empty);
            }
        }

        return chance;
    }

    double EmptyChance(int at, long n, double emptyOfAll)
    {
        // Nothing like it was ever filled, or ever seen: that it is empty says nothing.
        var empty = Math.Max(0, n - _filled[at]);
        if (n <= 0 || empty == n)
        {
            return 1;
        }

        var chance = (empty + (2 * emptyOfAll)) / (n + 2);
        return empty == 0 ? Math.Min(chance, Math.Pow((double)n / (n + 1), (_objects[at] / _dispersion) + 0.5)) : chance;
    }

    // Of the classes together: within most of them there are too few hours to tell a variance.
    double Dispersion()
    {
        double squares = 0;
        double objects = 0;
        foreach (var hour in _series.Hours)
        {
            var mean = _objects[ClassOf(hour.Number)] / _filled[ClassOf(hour.Number)];
            squares += (hour.Objects - mean) * (hour.Objects - mean);
            objects += mean;
        }

        return Math.Max(1, squares / objects);
    }

    int ClassOf(long hour)
    {
        var ofWeek = (int)((hour + ToMonday) % Week);
        return _classes switch
        {
            Week => ofWeek,
            1 => 0,
            _ => (ofWeek % 24) + (ofWeek >= 5 * 24 ? 24 : 0),
        };
    }

    void CountClasses(long from, long to, int sign, long[] counts)
    {
        var whole = Math.Max(0, (to - from) / Week);
        if (whole > 0)
        {
            for (var hour = 0; hour < Week; hour++)
            {
                counts[ClassOf(hour)] += whole * sign;
            }
        }

        for (var hour = from + (whole * Week); hour < to; hour++)
        {
            counts[ClassOf(hour)] += sign;
        }
    }

    static bool Contains(IReadOnlyList<(long From, long To)> pauses, long hour)
    {
        foreach (var (from, to) in pauses)
        {
            if (hour >= from && hour < to)
            {
                return true;
            }
        }

        return false;
    }
}
