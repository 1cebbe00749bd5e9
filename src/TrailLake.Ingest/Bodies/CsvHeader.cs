using System.Collections.Frozen;

namespace TrailLake.Ingest.Bodies;

/// <summary>Knows CSV by the names of its columns.</summary>
static class CsvHeader
{
    const int FewestKnown = 2;

    // In lower case and without blanks: the console writes "Event name", Athena eventname, others event_name.
    static readonly FrozenSet<string> s_names = FrozenSet.ToFrozenSet(
    [
        "eventid", "eventname", "eventtime", "eventsource", "eventversion", "eventtype", "eventjson", "useridentity", "username",
        "awsregion", "sourceipaddress", "useragent", "errorcode", "errormessage", "requestparameters", "responseelements", "requestid",
        "recipientaccountid", "awsaccesskey", "accesskeyid", "readonly", "resources", "cloudtrailevent", "raw", "@timestamp", "@message",
        "eventcategory", "_raw", "_time", "additionaleventdata", "sharedeventid", "managementevent", "vpcendpointid", "resourcename",
        "resourcetype",
    ]);

    /// <summary>The message about a file with this first line; null when it is no known header.</summary>
    public static string? Describe(string line)
    {
        foreach (char separator in (ReadOnlySpan<char>)[',', ';', '\t', '|'])
        {
            var names = line.Split(separator).Select(Normal).ToList();
            if (names.Count >= FewestKnown && names.Count(s_names.Contains) >= FewestKnown && names.All(IsName))
            {
                bool isOfConsole = names.Contains("eventname") && line.Contains("Event name", StringComparison.Ordinal);
                return isOfConsole || names.Contains("awsaccesskey")
                    ? "CSV of the event history in CloudTrail's console: it holds a part of each record; "
                        + "download it as JSON, or ingest the trail's log files"
                    : names.Contains("eventversion") || names.Contains("useridentity")
                    ? "CSV of a table, as Athena writes it: nested values have lost their form in it; "
                        + "ingest the log files that the table is made of"
                    : "CSV, from which records cannot be rebuilt; ingest the JSON that CloudTrail delivered";
            }
        }

        return null;
    }

    static string Normal(string name)
    {
        name = name.Trim().Trim('"', '\'').ToLowerInvariant();
        string joined = name.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return s_names.Contains(joined) ? joined : name.Replace("_", "", StringComparison.Ordinal);
    }

    // A line of values has braces, or texts longer than names are.
    static bool IsName(string name) => name.Length <= 80 && name.AsSpan().IndexOfAny("{}") < 0;
}
