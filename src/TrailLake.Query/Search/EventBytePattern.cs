using System.Text;
using TrailLake.Schema;

namespace TrailLake.Query.Search;

/// <summary>
/// Where the bytes of a value must stand in an event for a condition to hold: at least one of the columns holds one of the texts, whole or
/// as a part. Not each event that has it is one for which the condition holds.
/// </summary>
/// <param name="Columns">Columns of text.</param>
/// <param name="Texts">UTF-8, none of them empty.</param>
sealed record EventBytePattern(IReadOnlyList<FieldId> Columns, IReadOnlyList<byte[]> Texts)
{
    static readonly Dictionary<string, FieldId> s_columns =
        CloudTrailSchema.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Id, System.StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A pattern of columns by their paths; null when a text is empty, which stands everywhere, or holds U+FFFD: where a view shows that, a
    /// file of an earlier version may have half of a surrogate pair.
    /// </summary>
    public static EventBytePattern? Of(IEnumerable<string> columns, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return all.Exists(text => text.Length == 0 || text.Contains('\uFFFD', System.StringComparison.Ordinal))
            ? null
            : new EventBytePattern([.. columns.Select(ColumnOf).Distinct()], [.. all.Select(Encoding.UTF8.GetBytes)]);
    }

    /// <summary>A column by its path, in any case.</summary>
    public static FieldId ColumnOf(string path) => s_columns[path];
}
