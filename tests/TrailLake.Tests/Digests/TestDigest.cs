using System;
using System.Collections.Generic;

namespace TrailLake.Tests.Digests;

/// <summary>A digest that a test has made, and the log files that it names.</summary>
sealed record TestDigest(
    string Bucket, string Key, DateTime End, byte[] Content, string Sha256, string Signature, IReadOnlyList<string> LogKeys);
