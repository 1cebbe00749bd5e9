using System.Collections;

namespace TrailLake.Query.Execution;

/// <summary>Makes of DuckDB.NET's values such that stand on their own.</summary>
static class QueryValue
{
    /// <summary>The value, its bytes copied out of DuckDB's memory, its times marked as UTC; also inside of structs and lists.</summary>
    public static object Owned(object value)
    {
        switch (value)
        {
            case DateTime time:
                return DateTime.SpecifyKind(time, DateTimeKind.Utc);
            case Stream stream:
                using (stream)
                {
                    var bytes = new byte[stream.Length];
                    stream.ReadExactly(bytes);
                    return bytes;
                }

            case List<Stream> streams:
                return streams.ConvertAll(stream => (byte[])Owned(stream));
            case IList { IsFixedSize: false } list:
                for (int i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item)
                    {
                        // All are of one type.
                        if (!NeedsCopy(item))
                        {
                            break;
                        }

                        list[i] = Owned(item);
                    }
                }

                return list;
            case Dictionary<string, object?> members:
                foreach (var (name, member) in members)
                {
                    if (member is not null && NeedsCopy(member))
                    {
                        members[name] = Owned(member);
                    }
                }

                return members;
            default:
                return value;
        }
    }

    /// <summary>Whether <see cref="Owned"/> makes another value of it, or of one inside it.</summary>
    public static bool NeedsCopy(object value) =>
        value is DateTime or Stream or IList { IsFixedSize: false } or Dictionary<string, object?>;
}
