using System;
using System.Security.Cryptography;

namespace TrailLake.Interop;

/// <summary>A log file of the fixture.</summary>
/// <param name="Key">Its key in the bucket.</param>
/// <param name="Content">Its bytes as stored.</param>
/// <param name="Delivered">When it was delivered, UTC.</param>
sealed record FixtureFile(string Key, byte[] Content, DateTime Delivered)
{
    /// <summary>Says which content it is.</summary>
    public string ETag { get; } = Convert.ToHexStringLower(MD5.HashData(Content));
}
