using System;
using System.Security.Cryptography;

namespace TrailLake.Tests.Digests;

/// <summary>Two keys for all tests: making one takes as long as ten tests. Each caller gets an instance of its own.</summary>
static class TestKeys
{
    static readonly Lazy<RSAParameters> s_first = new(Make);
    static readonly Lazy<RSAParameters> s_second = new(Make);

    public static RSA First() => RSA.Create(s_first.Value);

    public static RSA Second() => RSA.Create(s_second.Value);

    static RSAParameters Make()
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    }
}
