namespace TrailLake.Answers.Connections;

/// <summary>What a database or script says about itself: which lake it shows, and as of when.</summary>
/// <param name="Lake">Full path of the lake's folder.</param>
/// <param name="Snapshot">Version of the events table that it shows.</param>
/// <param name="WrittenAt">When it was written, UTC.</param>
/// <param name="Program">Name and version of the program that wrote it.</param>
sealed record LakeOrigin(string Lake, long Snapshot, DateTime WrittenAt, string Program);
