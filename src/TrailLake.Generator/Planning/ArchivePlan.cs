using TrailLake.Generator.Text;

namespace TrailLake.Generator.Planning;

/// <summary>
/// Says for every object number what the object is, without looking at the objects before, so that the bytes do not depend on the number of
/// workers. Objects are numbered by account, region, delivery time.
/// </summary>
sealed class ArchivePlan
{
    const int FiveMinutes = 300;
    const int Hour = 3600;

    readonly ulong _seed;
    readonly ProfileSettings _settings;
    readonly long _start;
    readonly int[] _counts;
    readonly int[] _cellStarts;
    readonly int _epochSeconds;

    public ArchivePlan(ulong seed, long events, DateOnly firstDay, ProfileSettings settings)
    {
        _seed = SplitMix64.Mix(seed, 4);
        _settings = settings;
        _start = new DateTimeOffset(firstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
        var objects = (int)Math.Clamp(Math.Round(events / settings.MeanEvents), 1, Math.Max(1, events));
        _counts = MakeCounts(objects, events);
        _cellStarts = MakeCells(objects);

        // Sessions live an hour where enough happens, else up to the twelve hours that a role allows: their issuing calls stay below 2 %.
        var eventsAnHour = events / (double)(settings.Accounts * settings.Regions * settings.Days * 24);
        var hours = new[] { 1, 2, 3, 4, 6, 12 }.FirstOrDefault(h => h * eventsAnHour >= 120, 12);
        _epochSeconds = hours * Hour;
    }

    public long Objects => _counts.Length;

    public PlannedObject this[long number]
    {
        get
        {
            var cell = Array.BinarySearch(_cellStarts, (int)number);
            cell = cell >= 0 ? LastCellAt(cell) : ~cell - 1;
            var (first, end) = (_cellStarts[cell], _cellStarts[cell + 1]);
            var delivered = Delivered(number, first, end);
            var epoch = delivered / _epochSeconds;
            var firstOfEpoch = number;
            while (firstOfEpoch > first && Delivered(firstOfEpoch - 1, first, end) / _epochSeconds == epoch)
            {
                firstOfEpoch--;
            }

            var perEpoch = (end - first) * _settings.MeanEvents * _epochSeconds / (_settings.Days * 24.0 * Hour);
            return new PlannedObject(
                number,
                cell / _settings.Regions,
                cell % _settings.Regions,
                _counts[number],
                delivered,
                epoch,
                Delivered(firstOfEpoch, first, end),
                (int)Math.Max(perEpoch, _counts[firstOfEpoch]),
                _counts[firstOfEpoch],
                firstOfEpoch == number);
        }
    }

    // Empty cells share their start with the next one; the object is in the last of them.
    int LastCellAt(int cell)
    {
        while (cell + 2 < _cellStarts.Length && _cellStarts[cell + 1] == _cellStarts[cell])
        {
            cell++;
        }

        while (_cellStarts[cell + 1] == _cellStarts[cell])
        {
            cell--;
        }

        return cell;
    }

    long Delivered(long number, int first, int end)
    {
        var jitter = new SplitMix64(SplitMix64.Mix(_seed, (ulong)number)).NextDouble();
        var span = (_settings.Days * 24L * Hour) - (2 * FiveMinutes);
        var seconds = (long)((number - first + jitter) / (end - first) * span);
        return _start + FiveMinutes + (seconds / FiveMinutes * FiveMinutes);
    }

    int[] MakeCounts(int objects, long events)
    {
        var random = new SplitMix64(SplitMix64.Mix(_seed, 5));
        var counts = new int[objects];
        var mean = events / (double)objects;
        for (var i = 0; i < objects; i++)
        {
            var u = random.NextDouble();
            counts[i] = Math.Max(1, (int)(_settings.Spread switch
            {
                ObjectSizeSpread.Equal => mean,
                ObjectSizeSpread.AroundMean => mean * (0.25 + (0.75 * (u + random.NextDouble()))),

                // Mean 1 + 19.5/3 - 1/2 = 7, median 1 + 19.5/4 = 5 for a mean of 6.95.
                _ => 1 + (u * u * mean * 2.81),
            }));
        }

        Balance(counts, events);
        return counts;
    }

    static void Balance(int[] counts, long events)
    {
        var missing = events - counts.Sum(c => (long)c);
        for (var i = 0; missing != 0; i = (i + 1) % counts.Length)
        {
            var step = Math.Sign(missing) * Math.Max(1, Math.Abs(missing) / counts.Length);
            step = Math.Max(step, 1 - counts[i]);
            counts[i] += (int)step;
            missing -= step;
        }
    }

    int[] MakeCells(int objects)
    {
        var weights = new double[_settings.Accounts * _settings.Regions];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = 1 / (1 + (0.3 * (i / _settings.Regions % 7))) / (1 + (0.8 * (i % _settings.Regions)));
        }

        var total = weights.Sum();
        var starts = new int[weights.Length + 1];
        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            starts[i + 1] = (int)Math.Round(sum / total * objects);
        }

        return starts;
    }
}
