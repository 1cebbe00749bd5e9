namespace TrailLake.Answers.Coverage;

/// <summary>Adds up the hours of one series, in pages of a day: hours far apart, which records invent, cost no room.</summary>
sealed class CoverageHourTable
{
    const int Page = 24;

    readonly Dictionary<long, CoverageHour[]> _pages = [];
    CoverageHour[] _last = []; // the page that was used last: most rows are of the same hours as those before
    long _lastNumber = long.MinValue;

    /// <summary>Adds to an hour. It has objects: by that an hour with data is told from the others of its page.</summary>
    public void Add(CoverageHour hour)
    {
        var number = hour.Number / Page;
        var at = hour.Number % Page;
        if (at < 0)
        {
            number--;
            at += Page;
        }

        if (number != _lastNumber)
        {
            if (!_pages.TryGetValue(number, out var page))
            {
                _pages.Add(number, page = new CoverageHour[Page]);
            }

            (_last, _lastNumber) = (page, number);
        }

        _last[at] = _last[at].And(hour);
    }

    /// <summary>The hours with data, in order.</summary>
    public IReadOnlyList<CoverageHour> ToList()
    {
        var hours = new List<CoverageHour>();
        foreach (var (_, page) in _pages.OrderBy(pair => pair.Key))
        {
            foreach (var hour in page)
            {
                if (hour.Objects > 0)
                {
                    hours.Add(hour);
                }
            }
        }

        return hours;
    }
}
