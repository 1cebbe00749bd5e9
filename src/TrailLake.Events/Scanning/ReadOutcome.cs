namespace TrailLake.Scanning;

/// <summary>Outcomes of <see cref="RecordReader.Read"/>, which has what it met in a property of the same name.</summary>
enum ReadOutcome
{
    Record,
    Reject,
    End,
}
