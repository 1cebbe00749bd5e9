using System;
using System.Security.Cryptography;
using System.Text;
using TrailLake.FakeS3;
using TrailLake.Ingest.Archives;
using TrailLake.Ingest.Sources;
using TrailLake.S3;

namespace TrailLake.Tests.Support;

/// <summary>Sources in the bucket <c>b</c> of a <see cref="FakeS3Server"/>, and its object <c>k</c>.</summary>
static class S3Sources
{
    static S3Sources() => SetCredentials();

    /// <summary>Has to come before the first client: the SDK looks for credentials once.</summary>
    public static void SetCredentials()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
    }

    public static S3SourceOptions Options(string endpoint, string prefix = "", int attempts = 3) =>
        new() { Location = new TrailLake.S3.S3Location("b", prefix), EndpointUrl = endpoint, Attempts = attempts };

    public static S3LogSource Of(FakeS3Server server, string prefix = "", int attempts = 3) =>
        new(Options(server.Endpoint, prefix, attempts));

    /// <summary>The object <c>k</c> as listed.</summary>
    public static LogObject Item(long size, string etag) => new(
        "s3://b/k", new ArchiveKey(ArchiveKind.Unknown, "", null, null, null, null, null), size, etag, DateTime.UnixEpoch);

    /// <summary>The object <c>k</c> as listed when it holds a text.</summary>
    public static LogObject Item(string content) => Item(content.Length, ETag(content));

    /// <summary>MD5, as S3's of a plain upload.</summary>
    public static string ETag(string content) => ETag(Encoding.UTF8.GetBytes(content));

    public static string ETag(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
}
