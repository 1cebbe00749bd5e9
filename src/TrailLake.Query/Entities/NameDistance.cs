namespace TrailLake.Query.Entities;

/// <summary>Finds the known name that was probably meant by an unknown one.</summary>
static class NameDistance
{
    /// <summary>The name that was probably meant; null when none is near.</summary>
    public static string? Nearest(string token, IEnumerable<string> names)
    {
        var nearest = names.Select(name => (name, distance: Between(token, name))).OrderBy(pair => pair.distance).FirstOrDefault();
        return nearest.name is not null && nearest.distance <= Math.Max(2, token.Length / 3) ? nearest.name : null;
    }

    /// <summary>How many letters must be inserted, removed or replaced to make one name of the other, without regard to case.</summary>
    public static int Between(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
