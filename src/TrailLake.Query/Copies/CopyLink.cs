namespace TrailLake.Query.Copies;

/// <summary>Says that records of two objects are one event each: a row of <c>copies</c> with numbers for its objects.</summary>
readonly record struct CopyLink(int Copy, long CopyFirst, int Kept, long KeptFirst, long Records);
