using System.Globalization;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Population;

/// <summary>Fills the holes of templates. Its fields say for which account, caller and time; they change from record to record.</summary>
sealed class TemplateWriter(Utf8Writer output)
{
    readonly byte[] _objectKey = new byte[256];
    int _objectKeyLength;
    byte[]?[] _picked = [];

    public SplitMix64 Random;

    public Account? Account { get; set; }

    public Region? Region { get; set; }

    /// <summary>Time of the event, seconds since 1970.</summary>
    public long Time { get; set; }

    public byte[] Caller { get; set; } = [];

    public byte[] CallerIp { get; set; } = [];

    public Session? Issued { get; set; }

    public Utf8Writer Output => output;

    /// <summary>Forgets the resources of the record before.</summary>
    public void StartRecord()
    {
        if (_picked.Length == 0)
        {
            _picked = new byte[Account!.Pools.Length][];
        }

        Array.Clear(_picked);
        _objectKeyLength = 0;
    }

    public void Write(Template template)
    {
        foreach (ref readonly var hole in template.Holes.AsSpan())
        {
            output.Append(hole.Before);
            Fill(in hole);
        }
    }

    /// <summary>The text of a template that needs no account; what was written before is gone.</summary>
    public byte[] Render(Template template)
    {
        output.Clear();
        Write(template);
        return output.Written.ToArray();
    }

    public void WriteTime(long seconds) => DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(output.Take(20), out _, "yyyy-MM-ddTHH:mm:ssZ");

    void Fill(ref readonly Placeholder hole)
    {
        switch (hole.Kind)
        {
            case PlaceholderKind.None: break;
            case PlaceholderKind.OneOf: output.Append(hole.Choices![Random.Below(hole.Choices.Length)]); break;
            case PlaceholderKind.Pool: output.Append(Pick(hole.First)); break;
            case PlaceholderKind.ObjectKey: WriteObjectKey(); break;
            case PlaceholderKind.Uuid: RandomText.Uuid(output.Take(36), ref Random); break;
            case PlaceholderKind.Hex: RandomText.Hex(output.Take(hole.First), ref Random); break;
            case PlaceholderKind.Base32: RandomText.Letters(output.Take(hole.First), RandomText.Base32, ref Random); break;
            case PlaceholderKind.LowerBase32: RandomText.Letters(output.Take(hole.First), RandomText.LowerBase32, ref Random); break;
            case PlaceholderKind.Base64: RandomText.Letters(output.Take(hole.First), RandomText.Base64Url, ref Random); break;
            case PlaceholderKind.Number: output.AppendNumber(hole.First + Random.Below(hole.Last - hole.First + 1)); break;
            case PlaceholderKind.PrivateIp: WriteIp("10."u8, Random.Below(16), Random.Below(256)); break;
            case PlaceholderKind.PublicIp: WritePublicIp(); break;
            case PlaceholderKind.Account: output.Append(Account!.IdUtf8); break;
            case PlaceholderKind.OtherAccount: output.Append(Account!.Partner); break;
            case PlaceholderKind.Region: output.Append(Region!.NameUtf8); break;
            case PlaceholderKind.Caller: output.Append(Caller); break;
            case PlaceholderKind.CallerIp: output.Append(CallerIp); break;
            case PlaceholderKind.Time: WriteTime(Time); break;
            case PlaceholderKind.JavaTime: WriteJavaTime(Time + (60L * hole.First)); break;
            case PlaceholderKind.EpochMillis: output.AppendNumber((Time * 1000) + Random.Below(1000)); break;
            case PlaceholderKind.IssuedKey: output.Append(Issued!.AccessKey); break;
            case PlaceholderKind.IssuedArn: output.Append(Issued!.Arn); break;
            case PlaceholderKind.IssuedId: output.Append(Issued!.PrincipalId); break;
            case PlaceholderKind.IssuedRoleArn: output.Append(Issued!.Role.Arn); break;
            case PlaceholderKind.IssuedSession: output.Append(Issued!.Name); break;
            default: throw new InvalidOperationException($"no text for a hole of kind {hole.Kind}");
        }
    }

    byte[] Pick(int pool)
    {
        if (_picked[pool] is { } picked)
        {
            return picked;
        }

        // A region owns its slice of the account's resources, so that ids of one region do not turn up in another.
        var all = Account!.Pools[pool];
        var slice = Math.Max(1, all.Length / Region!.Count);
        return _picked[pool] = all[((Region.Index * slice) + Random.Skewed(slice)) % all.Length];
    }

    void WriteObjectKey()
    {
        if (_objectKeyLength > 0)
        {
            output.Append(_objectKey.AsSpan(0, _objectKeyLength));
            return;
        }

        var start = output.Length;
        output.Append(Pick(Account!.PrefixPool));
        output.Append("/"u8);
        DateTime.UnixEpoch.AddSeconds(Time).TryFormat(output.Take(11), out _, "yyyy/MM/dd/");
        output.Append("part-"u8);
        RandomText.Hex(output.Take(8), ref Random);
        output.Append(".parquet"u8);
        var written = output.Written[start..];
        written.CopyTo(_objectKey);
        _objectKeyLength = written.Length;
    }

    void WritePublicIp()
    {
        switch (Random.Below(3))
        {
            case 0: WriteIp("192.0."u8, 2, 1 + Random.Below(254)); break;
            case 1: WriteIp("198.51."u8, 100, 1 + Random.Below(254)); break;
            default: WriteIp("203.0."u8, 113, 1 + Random.Below(254)); break;
        }
    }

    void WriteIp(ReadOnlySpan<byte> start, int third, int fourth)
    {
        output.Append(start);
        if (start.Length == 3)
        {
            output.AppendNumber(Random.Below(4));
            output.Append("."u8);
        }

        output.AppendNumber(third);
        output.Append("."u8);
        output.AppendNumber(fourth);
    }

    void WriteJavaTime(long seconds)
    {
        var time = DateTime.UnixEpoch.AddSeconds(seconds);
        time.TryFormat(output.Take(4), out _, "MMM ", CultureInfo.InvariantCulture);
        output.AppendNumber(time.Day);
        time.TryFormat(output.Take(18), out _, ", yyyy, hh:mm:ss t");
        output.Append("M"u8);
    }
}
