namespace TrailLake.Ingest.Archives;

/// <content>Names of files: <c>&lt;account&gt;_&lt;Kind&gt;_&lt;region&gt;_…</c>.</content>
public static partial class ArchiveKeyParser
{
    readonly ref struct FileName
    {
        FileName(ArchiveKind kind, ReadOnlySpan<char> account, ReadOnlySpan<char> region, DateTime time)
        {
            Kind = kind;
            Account = account;
            Region = region;
            Time = time;
        }

        public ArchiveKind Kind { get; }

        public ReadOnlySpan<char> Account { get; }

        public ReadOnlySpan<char> Region { get; }

        public DateTime Time { get; }

        /// <summary>Reads a file name. What follows the time does not matter: people unpack, re-pack and number copies.</summary>
        public static bool TryParse(ReadOnlySpan<char> name, out FileName result)
        {
            result = default;
            if (name.Length < 14 || name[12] != '_' || !ArchiveKeyText.IsAccount(name[..12]))
            {
                return false;
            }

            var rest = name[13..];
            int kindEnd = rest.IndexOf('_');
            if (kindEnd < 0 || KindOfFolder(rest[..kindEnd]) is not { } kind || kind is ArchiveKind.OtherService or ArchiveKind.LakeQuery)
            {
                return false;
            }

            rest = rest[(kindEnd + 1)..];
            int regionEnd = rest.IndexOf('_');
            if (regionEnd < 0 || !ArchiveKeyText.IsRegion(rest[..regionEnd]))
            {
                return false;
            }

            var region = rest[..regionEnd];
            rest = rest[(regionEnd + 1)..];
            bool dated = kind is ArchiveKind.Digest or ArchiveKind.Config
                ? TryLastTime(rest, out var time)
                : ArchiveKeyText.TryTime(rest, out time);
            if (dated)
            {
                result = new FileName(kind, name[..12], region, time);
            }

            return dated;
        }

        // A digest's name holds the trail's name, a history's the resource type and two times: the last time is the delivery's.
        static bool TryLastTime(ReadOnlySpan<char> rest, out DateTime time)
        {
            int underscore;
            while (!ArchiveKeyText.TryTime(rest[((underscore = rest.LastIndexOf('_')) + 1)..], out time))
            {
                if (underscore < 0)
                {
                    return false;
                }

                rest = rest[..underscore];
            }

            return true;
        }
    }
}
