using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.S3.Model;
using TrailLake.S3;
using Xunit;

namespace TrailLake.Tests.Support;

/// <summary>
/// A server that speaks S3, for the tests of one collection: the one at <c>TRAILLAKE_TEST_S3</c>, else moto's on loopback, else none.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    public const string Bucket = "trail-archive";

    Process? _process;

    /// <summary>Where it listens; null when there is none.</summary>
    public string? Endpoint { get; private set; }

    public async ValueTask InitializeAsync()
    {
        S3Sources.SetCredentials();
        Endpoint = Environment.GetEnvironmentVariable("TRAILLAKE_TEST_S3") ?? await StartMotoAsync();
        if (Endpoint is not null)
        {
            await FillAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A source in the test bucket; skips the test without a server.</summary>
    internal S3LogSource Source(string prefix, string bucket = Bucket)
    {
        RequireServer();
        return SourceAt(Endpoint!, prefix, bucket);
    }

    /// <summary>A source in a bucket of any server.</summary>
    internal static S3LogSource SourceAt(string endpoint, string prefix, string bucket = Bucket) =>
        new(S3Sources.Options(endpoint) with { Location = new TrailLake.S3.S3Location(bucket, prefix) });

    /// <summary>Puts an object.</summary>
    internal async Task PutAsync(string key, string content)
    {
        using var client = Client();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = content });
    }

    /// <summary>
    /// Makes a bucket of a folder; a sidecar <c>NAME.metadata</c> becomes the object's user metadata. Skips without a server.
    /// </summary>
    internal async Task FillAsync(string bucket, string folder)
    {
        RequireServer();
        using var client = Client();
        await client.PutBucketAsync(bucket);
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".metadata", StringComparison.Ordinal)))
        {
            var request = new PutObjectRequest
            {
                BucketName = bucket,
                Key = Path.GetRelativePath(folder, path),
                FilePath = path,
                UseChunkEncoding = false,
            };
            if (File.Exists(path + ".metadata"))
            {
                foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path + ".metadata"))!)
                {
                    request.Metadata.Add(name, value);
                }
            }

            await client.PutObjectAsync(request);
        }
    }

    /// <summary>Deletes an object.</summary>
    internal async Task DeleteAsync(string bucket, string key)
    {
        using var client = Client();
        await client.DeleteObjectAsync(bucket, key);
    }

    void RequireServer() =>
        Require.OrSkip(Endpoint is not null, "no S3 server: put moto_server on the PATH or an endpoint in TRAILLAKE_TEST_S3");

    AmazonS3Client Client() => new(
        "test",
        "test",
        new AmazonS3Config { ServiceURL = Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    async Task FillAsync()
    {
        using var client = Client();
        await client.PutBucketAsync(Bucket);
        await Parallel.ForEachAsync(OrganizationKeys.All(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, cancellation) =>
            await client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = Bucket,
                    Key = key,
                    ContentBody = OrganizationKeys.Content(key),
                    UseChunkEncoding = false,
                }, cancellation));
    }

    async Task<string?> StartMotoAsync()
    {
        int port = FreePort();
        var start = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", port.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        string endpoint = $"http://127.0.0.1:{port}";
        using var http = new HttpClient();
        for (int i = 0; i < 300 && !_process.HasExited; i++)
        {
            try
            {
                await http.GetAsync(endpoint + "/moto-api/");
                return endpoint;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        return null;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
