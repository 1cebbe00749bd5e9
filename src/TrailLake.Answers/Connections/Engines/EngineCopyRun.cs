namespace TrailLake.Answers.Connections.Engines;

/// <summary>Records of an object that are one event each with those of the other runs of the group, in order.</summary>
/// <param name="Uri">The object.</param>
/// <param name="First">The first of the records, counted from 0.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Group">The same number for all runs of one group.</param>
sealed record EngineCopyRun(string Uri, long First, long Last, long Group);
