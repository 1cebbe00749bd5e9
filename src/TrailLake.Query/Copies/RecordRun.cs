namespace TrailLake.Query.Copies;

/// <summary>Records in a row; each is one event with the record at the same place in every other run of the group.</summary>
/// <param name="Object">Number of the object.</param>
/// <param name="First">The first record, counted from 0.</param>
/// <param name="Last">The last one.</param>
/// <param name="Group">Runs of one group are equally long.</param>
readonly record struct RecordRun(int Object, long First, long Last, long Group);
