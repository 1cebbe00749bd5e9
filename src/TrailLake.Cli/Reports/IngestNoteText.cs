using TrailLake.Cli.Texts;
using TrailLake.Ingest.Pipeline;
using TrailLake.Ingest.Reading;

namespace TrailLake.Cli.Reports;

/// <summary>Words for the notes of an ingest.</summary>
static class IngestNoteText
{
    /// <summary>One line.</summary>
    public static string Of(IngestNote note)
    {
        string where = note.Objects == 1 ? $"in {note.First}" : $"in {note.Objects:N0} objects, the first {note.First}";
        return note.Kind switch
        {
            IngestNoteKind.TimestampForEventTime =>
                $"{Plural.Of(note.Count, "record has", "records have")} no eventTime: "
                + $"@timestamp was taken for it, as Logstash and Elastic write it; {where}",
            IngestNoteKind.AppendedMembers =>
                $"{Plural.Of(note.Objects, "log file has", "log files have")} several gzip members, and CloudTrail delivers one: "
                + $"something was appended, and read; {where}",
            IngestNoteKind.MembersLeftAlone =>
                $"left alone: {Plural.Of(note.Count, "member", "members")} of archives that by their names hold no records; {where}",
            _ => throw new ArgumentOutOfRangeException(nameof(note), note.Kind, "no such note"),
        };
    }
}
