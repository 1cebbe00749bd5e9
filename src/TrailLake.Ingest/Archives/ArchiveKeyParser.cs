namespace TrailLake.Ingest.Archives;

/// <summary>Reads what a key, a relative path or a file name says. Works on spans and shares strings: each object has a key.</summary>
/// <remarks>Key forms: the CloudTrail user guide, "Finding your CloudTrail log files", and the AWS Config developer guide.</remarks>
public static partial class ArchiveKeyParser
{
    static readonly ArchiveKey s_nothing = new(ArchiveKind.Unknown, "", null, null, null, null, null);

    [ThreadStatic]
    static ArchiveKey? s_previous;

    /// <summary>Reads a key; one that says nothing is <see cref="ArchiveKind.Unknown"/>, never an error.</summary>
    public static ArchiveKey Parse(ReadOnlySpan<char> key)
    {
        var previous = s_previous ?? s_nothing;
        return s_previous = ArchivePlace.TryFind(key, out var place)
            ? ParsePlace(key, place, previous)
            : ParseLoose(key, previous);
    }

    /// <summary>The kind that a folder below the account stands for; null for a folder that says nothing about its objects.</summary>
    internal static ArchiveKind? KindOfFolder(ReadOnlySpan<char> folder) => folder switch
    {
        "CloudTrail" => ArchiveKind.CloudTrail,
        "CloudTrail-Digest" => ArchiveKind.Digest,
        "CloudTrail-Insight" => ArchiveKind.Insight,
        "CloudTrail-NetworkActivity" => ArchiveKind.NetworkActivity,
        "CloudTrail-Aggregated" => ArchiveKind.Aggregated,
        "CloudTrail-Lake" => ArchiveKind.LakeQuery,
        "Config" => ArchiveKind.Config,
        "" => null,

        // A kind of CloudTrail's that does not exist yet may hold records: its bytes decide.
        _ when folder.StartsWith("CloudTrail") => null,
        _ => ArchiveKind.OtherService,
    };

    static ArchiveKey ParsePlace(ReadOnlySpan<char> key, in ArchivePlace place, ArchiveKey previous)
    {
        var result = s_nothing with
        {
            Prefix = ArchiveKeyText.Reuse(place.Prefix, previous.Prefix),
            Organization = place.Organization.IsEmpty ? null : ArchiveKeyText.Reuse(place.Organization, previous.Organization),
            Account = ArchiveKeyText.Reuse(place.Account, previous.Account),
        };
        if (key[^1] == '/')
        {
            return result with { Kind = ArchiveKind.FolderMarker };
        }

        // Written once by the load balancer into the account's own folder to test its permission.
        if (place.Folder.IsEmpty && place.Rest is "ELBAccessLogTestFile")
        {
            return result with { Kind = ArchiveKind.OtherService, Service = "elasticloadbalancing" };
        }

        return KindOfFolder(place.Folder) switch
        {
            null => WithFileName(result, place.Rest, previous),
            ArchiveKind.OtherService => result with
            {
                Kind = ArchiveKind.OtherService,
                Service = ArchiveKeyText.Reuse(place.Folder, previous.Service),
            },
            ArchiveKind.LakeQuery => WithQueryDay(result, place.Rest),
            ArchiveKind.Config => WithConfigFolders(result, place.Rest, previous),
            { } kind => WithFolders(result, kind, place.Rest, previous),
        };
    }

    // <region>/YYYY/MM/DD/<file>, for every kind of CloudTrail's own.
    static ArchiveKey WithFolders(ArchiveKey key, ArchiveKind kind, ReadOnlySpan<char> rest, ArchiveKey previous)
    {
        var file = rest;
        if (!ArchivePlace.TryFolder(ref file, out var region) || !ArchiveKeyText.IsRegion(region)
            || !TryDayFolders(ref file, padded: true, out var day) || file.Contains('/'))
        {
            return WithFileName(key, rest, previous);
        }

        return key with
        {
            Kind = kind,
            Region = ArchiveKeyText.Reuse(region, previous.Region),
            Day = day,
            DeliveryTime = FileName.TryParse(file, out var name) ? name.Time : null,
        };
    }

    // [<region>/[YYYY/M/D/…]]<file>: below the day come folders of resource types and ids, which may hold slashes.
    static ArchiveKey WithConfigFolders(ArchiveKey key, ReadOnlySpan<char> rest, ArchiveKey previous)
    {
        string? region = null;
        DateOnly? day = null;
        if (ArchivePlace.TryFolder(ref rest, out var folder) && ArchiveKeyText.IsRegion(folder))
        {
            region = ArchiveKeyText.Reuse(folder, previous.Region);
            day = TryDayFolders(ref rest, padded: false, out var date) ? date : null;
        }

        DateTime? time = FileName.TryParse(rest[(rest.LastIndexOf('/') + 1)..], out var name) ? name.Time : null;
        return key with { Kind = ArchiveKind.Config, Region = region, Day = day, DeliveryTime = time };
    }

    static ArchiveKey WithQueryDay(ArchiveKey key, ReadOnlySpan<char> rest)
    {
        DateOnly? day = ArchivePlace.TryFolder(ref rest, out _) && TryDayFolders(ref rest, padded: true, out var date) ? date : null;
        return key with { Kind = ArchiveKind.LakeQuery, Day = day };
    }

    static ArchiveKey ParseLoose(ReadOnlySpan<char> key, ArchiveKey previous)
    {
        if (key.EndsWith('/'))
        {
            return s_nothing with { Kind = ArchiveKind.FolderMarker };
        }

        return TryHiveFlowLogs(key, previous) ?? WithFileName(s_nothing, key, previous);
    }

    // Flow logs may be delivered below AWSLogs/aws-account-id=<acct>/aws-service=<service>/….
    static ArchiveKey? TryHiveFlowLogs(ReadOnlySpan<char> key, ArchiveKey previous)
    {
        const string accountMark = "AWSLogs/aws-account-id=";
        const string serviceMark = "/aws-service=";
        int at = key.LastIndexOf(accountMark);
        if (at < 0 || (at > 0 && key[at - 1] != '/') || key.Length < at + accountMark.Length + 12)
        {
            return null;
        }

        var account = key.Slice(at + accountMark.Length, 12);
        var rest = key[(at + accountMark.Length + 12)..];
        if (!ArchiveKeyText.IsAccount(account) || !rest.StartsWith(serviceMark))
        {
            return null;
        }

        rest = rest[serviceMark.Length..];
        return ArchivePlace.TryFolder(ref rest, out var service)
            ? s_nothing with
            {
                Kind = ArchiveKind.OtherService,
                Prefix = ArchiveKeyText.Reuse(key[..Math.Max(0, at - 1)], previous.Prefix),
                Account = ArchiveKeyText.Reuse(account, previous.Account),
                Service = ArchiveKeyText.Reuse(service, previous.Service),
            }
            : null;
    }

    // The folders do not say it all: the file name may. What it says about the account does not count against a folder's.
    static ArchiveKey WithFileName(ArchiveKey key, ReadOnlySpan<char> rest, ArchiveKey previous)
    {
        if (!FileName.TryParse(rest[(rest.LastIndexOf('/') + 1)..], out var name))
        {
            return key;
        }

        return key with
        {
            Kind = name.Kind,
            Account = key.Account ?? ArchiveKeyText.Reuse(name.Account, previous.Account),
            Region = ArchiveKeyText.Reuse(name.Region, previous.Region),
            Day = DateOnly.FromDateTime(name.Time),
            DeliveryTime = name.Time,
        };
    }

    static bool TryDayFolders(ref ReadOnlySpan<char> rest, bool padded, out DateOnly day)
    {
        var left = rest;
        if (ArchivePlace.TryFolder(ref left, out var y) && ArchivePlace.TryFolder(ref left, out var m)
            && ArchivePlace.TryFolder(ref left, out var d) && ArchiveKeyText.TryDay(y, m, d, padded, out day) && !left.IsEmpty)
        {
            rest = left;
            return true;
        }

        day = default;
        return false;
    }
}
