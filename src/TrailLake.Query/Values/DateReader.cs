using System.Globalization;

namespace TrailLake.Query.Values;

sealed unsafe class DateReader : VectorReader
{
    static readonly int s_epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public override string GetText(ulong row)
    {
        var days = ((int*)Data)[row];
        var number = (long)days + s_epoch;
        return days switch
        {
            int.MaxValue => "infinity",
            -int.MaxValue => "-infinity",
            _ when number < 0 || number > DateOnly.MaxValue.DayNumber => days.ToString(CultureInfo.InvariantCulture),
            _ => DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }
}
