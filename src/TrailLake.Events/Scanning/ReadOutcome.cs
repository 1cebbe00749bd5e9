namespace TrailLake.Scanning;

/// <summary>What <see cref="RecordReader.Read"/> met, which has it in a property of the same name.</summary>
enum ReadOutcome
{
    Record,
    Reject,
    End,
}
