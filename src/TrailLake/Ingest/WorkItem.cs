using System.IO;
using System.Threading.Tasks;

namespace TrailLake.Ingest;

/// <summary>An object to read.</summary>
/// <param name="Object">The object.</param>
/// <param name="Opened">Its stream when it is fetched ahead; null when the worker opens it.</param>
/// <param name="Epoch">Part of the listing that it belongs to.</param>
readonly record struct WorkItem(LogObject Object, Task<Stream>? Opened, EpochTracker.Epoch Epoch);
