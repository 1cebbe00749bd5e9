using System.Runtime.CompilerServices;

namespace TrailLake.Scanning;

/// <summary>Reads eventTime: <c>yyyy-MM-ddTHH:mm:ssZ</c>, and the forms that exports and other tools make of it.</summary>
static class Iso8601
{
    const int CanonicalLength = 20;
    const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>
    /// Reads the form that CloudTrail delivers, in microseconds since 1970. A leap second is not read: no instant gives its text back.
    /// </summary>
    public static bool TryReadCanonical(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        return text.Length == CanonicalLength && text[19] == 'Z' && text[10] == 'T' && text[17] != '6'
            && TryReadSeconds(text, out microseconds);
    }

    /// <summary>
    /// Reads also a blank for the T, a fraction of up to nine digits (cut to microseconds), an offset, UTC by name, no zone at all (UTC),
    /// blanks around it, no seconds, and the basic form <c>yyyyMMddTHHmmssZ</c>. A number is no time: its unit would be guessed.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long microseconds)
    {
        if (TryReadCanonical(text, out microseconds))
        {
            return true;
        }

        text = text.Trim((byte)' ');
        Span<byte> expanded = stackalloc byte[CanonicalLength - 1];
        int rest;
        if (text.Length >= 15 && text[8] == 'T')
        {
            "yyyy-MM-ddTHH:mm:ss"u8.CopyTo(expanded);
            text[..4].CopyTo(expanded);
            text.Slice(4, 2).CopyTo(expanded[5..]);
            text.Slice(6, 2).CopyTo(expanded[8..]);
            text.Slice(9, 2).CopyTo(expanded[11..]);
            text.Slice(11, 2).CopyTo(expanded[14..]);
            text.Slice(13, 2).CopyTo(expanded[17..]);
            rest = 15;
        }
        else if (text.Length >= 16 && text[10] is (byte)'T' or (byte)'t' or (byte)' '
            && (text.Length == 16 || text[16] is (byte)'Z' or (byte)'z' or (byte)'+' or (byte)'-' or (byte)' '))
        {
            text[..16].CopyTo(expanded);
            ":00"u8.CopyTo(expanded[16..]);
            rest = 16;
        }
        else if (text.Length >= 19 && text[10] is (byte)'T' or (byte)'t' or (byte)' ')
        {
            text[..19].CopyTo(expanded);
            rest = 19;
        }
        else
        {
            return false;
        }

        return TryReadSeconds(expanded, out microseconds) && TryReadFractionAndZone(text[rest..], ref microseconds) && microseconds >= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool TryReadSeconds(ReadOnlySpan<byte> t, out long microseconds)
    {
        microseconds = 0;
        if (t[4] != '-' || t[7] != '-' || t[13] != ':' || t[16] != ':')
        {
            return false;
        }

        int century = Two(t, 0);
        int yearOfCentury = Two(t, 2);
        int year = (century * 100) + yearOfCentury;
        int month = Two(t, 5);
        int day = Two(t, 8);
        int hour = Two(t, 11);
        int minute = Two(t, 14);
        int second = Two(t, 17);
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0
            || (uint)(year - 1970) > 229 || (uint)(month - 1) > 11 || hour > 23 || minute > 59 || second > 60
            || (uint)(day - 1) >= (uint)DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        // A leap second is the first instant after it, as POSIX time has it.
        long days = DayNumber(year, month, day);
        microseconds = ((((days * 24) + hour) * 60 + minute) * 60 + second) * MicrosecondsPerSecond;
        return true;
    }

    /// <summary>Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap day is the last.</summary>
    static long DayNumber(int year, int month, int day)
    {
        if (month <= 2)
        {
            year--;
            month += 12;
        }

        int era = year / 400;
        int yearOfEra = year - (era * 400);
        int dayOfYear = ((153 * (month - 3)) + 2) / 5 + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146097L) + dayOfEra - 719468;
    }

    static bool TryReadFractionAndZone(ReadOnlySpan<byte> t, ref long microseconds)
    {
        int i = 0;
        if (i < t.Length && t[i] is (byte)'.' or (byte)',')
        {
            int digits = 0;
            long unit = MicrosecondsPerSecond;
            for (i++; i < t.Length && (uint)(t[i] - '0') <= 9; i++, digits++)
            {
                unit /= 10;
                microseconds += (t[i] - '0') * unit;
            }

            if (digits is 0 or > 9)
            {
                return false;
            }
        }

        var zone = t[i..].TrimStart((byte)' ');
        if (zone.IsEmpty || (zone.Length == 1 && (zone[0] | 0x20) == 'z')
            || System.Text.Ascii.EqualsIgnoreCase(zone, "UTC"u8) || System.Text.Ascii.EqualsIgnoreCase(zone, "GMT"u8))
        {
            return true;
        }

        bool colon = zone.Length == 6 && zone[3] == ':';
        if (zone[0] is not ((byte)'+' or (byte)'-') || !(colon || zone.Length is 5 or 3))
        {
            return false;
        }

        int hours = Two(zone, 1);
        int minutes = zone.Length == 3 ? 0 : Two(zone, colon ? 4 : 3);
        if ((hours | minutes) < 0 || hours > 15 || minutes > 59)
        {
            return false;
        }

        long offset = ((hours * 60) + minutes) * 60 * MicrosecondsPerSecond;
        microseconds += zone[0] == '+' ? -offset : offset;
        return true;
    }

    /// <summary>Two digits as a number, or a negative number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Two(ReadOnlySpan<byte> t, int i)
    {
        uint high = (uint)(t[i] - '0');
        uint low = (uint)(t[i + 1] - '0');
        return high <= 9 && low <= 9 ? (int)((high * 10) + low) : -1;
    }
}
