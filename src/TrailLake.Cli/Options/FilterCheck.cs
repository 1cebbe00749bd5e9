using System.Text.RegularExpressions;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Cli.Options;

/// <summary>
/// Tells a filter that can match nothing from one that matches nothing by chance: a mistyped account would answer "nothing happened".
/// </summary>
static partial class FilterCheck
{
    const int MostNamed = 5;

    /// <summary>The accounts that are asked for, could be accounts, and are not in the lake.</summary>
    /// <param name="asked">What <c>--account</c> says.</param>
    /// <param name="known">Reads the accounts of the lake, where any are asked for; any text may be one of them.</param>
    /// <exception cref="TrailLakeException">One of them is neither an account in its form nor in the lake.</exception>
    public static IReadOnlyList<string> AbsentAccounts(IReadOnlyCollection<string> asked, Func<IReadOnlyCollection<string>> known) =>
        Absent("--account", "an account of twelve digits", asked, known, Account);

    /// <summary>As <see cref="AbsentAccounts"/>, for regions.</summary>
    public static IReadOnlyList<string> AbsentRegions(IReadOnlyList<string> asked, Func<IReadOnlyCollection<string>> known) =>
        Absent("--region", "a region such as eu-west-1", asked, known, Region);

    /// <summary>The message about accounts or regions that the lake does not have.</summary>
    /// <param name="what">"account" or "region".</param>
    public static string Text(string what, IReadOnlyList<string> absent, IReadOnlyCollection<string> known) => TerminalText.Escape(
        $"the lake has nothing of {what} {string.Join(", ", absent)}; it has {(known.Count == 0 ? "none" : Names(known))}");

    static List<string> Absent(
        string option, string expected, IReadOnlyCollection<string> asked, Func<IReadOnlyCollection<string>> read, Regex form)
    {
        var absent = new List<string>();
        var known = asked.Count == 0 ? [] : read();
        foreach (var value in asked.Where(value => !known.Contains(value)))
        {
            if (!form.IsMatch(value))
            {
                var nearest = NameDistance.Nearest(value, known);
                var has = nearest is not null ? $"; did you mean {nearest}?" : known.Count == 0 ? "" : $"; the lake has {Names(known)}";
                throw UsageError.Of(TerminalText.Escape($"{option} is '{value}', expected {expected}{has}"), option);
            }

            absent.Add(value);
        }

        return absent;
    }

    static string Names(IReadOnlyCollection<string> known) =>
        string.Join(", ", known.Order(StringComparer.Ordinal).Take(MostNamed))
        + (known.Count > MostNamed ? $" and {known.Count - MostNamed} more" : "");

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.CultureInvariant)]
    static partial Regex Account { get; }

    // aws, aws-cn, aws-us-gov, aws-iso and the European sovereign cloud: a place, a direction, a number.
    [GeneratedRegex(
        @"\A(global|[a-z]{2,4}(-[a-z]{2,5})?-((north|south)?(east|west)?|central)(?<=[a-z])-[1-9]"
        + @"|eusc-[a-z]{2}-(east|west|north|south|central)-[1-9])\z",
        RegexOptions.CultureInvariant)]
    static partial Regex Region { get; }
}
