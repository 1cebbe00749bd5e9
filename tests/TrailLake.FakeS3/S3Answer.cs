using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TrailLake.FakeS3;

/// <summary>An answer: of the bucket, or of a test in its place.</summary>
sealed record S3Answer
{
    /// <summary>The connection ends without an answer.</summary>
    public static readonly S3Answer Nothing = new();

    /// <summary>Status of HTTP; 0 for no answer at all.</summary>
    public int Status { get; init; }

    /// <summary>Lines of the head, each with its end.</summary>
    public string Headers { get; init; } = "";

    /// <summary>The body, where it is neither a file's nor in chunks.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The file of which the body is a part.</summary>
    public string? Path { get; init; }

    /// <summary>The part of the file.</summary>
    public ByteRange Range { get; init; }

    /// <summary>A body whose length is not said; it is made while it is sent.</summary>
    public IEnumerable<byte[]>? Chunks { get; init; }

    /// <summary>After how many bytes of the body the connection ends; null to send all.</summary>
    public long? BreaksAfter { get; init; }

    public long Length => Path is null ? Body.Length : Range.Length;

    /// <summary>An object.</summary>
    /// <param name="etag">Without quotes; null for the MD5 of the body.</param>
    public static S3Answer Object(byte[] body, string? etag = null) =>
        new S3Answer { Status = 200, Body = body }.With("ETag", $"\"{etag ?? Convert.ToHexStringLower(MD5.HashData(body))}\"");

    public static S3Answer Xml(string body, int status = 200) =>
        new S3Answer { Status = status, Body = Encoding.UTF8.GetBytes(body) }.With("Content-Type", "application/xml");

    /// <summary>An error in S3's form.</summary>
    public static S3Answer Error(int status, string code) => Xml(
        $"""<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{code} said so</Message></Error>""", status);

    /// <summary>This answer with one more line in its head.</summary>
    public S3Answer With(string header, string value) => this with { Headers = $"{Headers}{header}: {value}\r\n" };

    /// <summary>The head, with the empty line at its end.</summary>
    public byte[] Head()
    {
        var length = Chunks is null ? $"Content-Length: {Length.ToString(CultureInfo.InvariantCulture)}" : "Transfer-Encoding: chunked";
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status} {(HttpStatusCode)Status}\r\nServer: TrailLake.FakeS3\r\n{length}\r\n{Headers}\r\n"));
    }
}
