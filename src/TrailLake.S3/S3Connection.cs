using System.Net.Http;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;

namespace TrailLake.S3;

/// <summary>One client for all requests of a source: made at the first, and made anew when the bucket is in another region.</summary>
sealed class S3Connection(S3SourceOptions options) : IDisposable
{
    readonly S3SourceOptions _options = options;
    readonly SemaphoreSlim _gate = new(1, 1);
    AWSCredentials? _credentials;
    AmazonS3Client? _client;

    public async ValueTask<AmazonS3Client> ClientAsync(CancellationToken cancellation)
    {
        if (_client is { } ready)
        {
            return ready;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            return _client ??= await ConnectAsync(_options.Region);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends a request, again when the server refuses it for the moment.</summary>
    public async Task<T> SendAsync<T>(Func<AmazonS3Client, Task<T>> send, CancellationToken cancellation)
    {
        var client = await ClientAsync(cancellation);
        return await S3Retry.RunAsync(_options.Attempts, () => send(client), cancellation);
    }

    /// <summary>Makes the client anew for the bucket's region; before the first listing only, when nothing else is under way.</summary>
    public async Task MoveAsync(string region)
    {
        var before = _client;
        _client = await ConnectAsync(region);
        before?.Dispose();
    }

    public void Dispose()
    {
        _client?.Dispose();
        _gate.Dispose();
    }

    async Task<AmazonS3Client> ConnectAsync(string? region)
    {
        var config = new AmazonS3Config
        {
            // One retry of the SDK's own corrects the clock or a connection that was closed meanwhile; S3Retry does the rest.
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Math.Min(1, _options.Attempts - 1),

            // The bytes are checked twice already: by TLS on the way and by gzip's CRC.
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            HttpClientFactory = new ClientFactory(_options),
            DisableLogging = true,
        };
        if (_options.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }

        string? name = region ?? RegionOfProfile() ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;
        if (_options.EndpointUrl is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = name ?? "us-east-1";
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(name ?? "us-east-1");
        }

        if (_credentials is null)
        {
            var found = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config);
            _credentials = _options.RoleArn is { } role ? new AssumeRoleAWSCredentials(found, role, "traillake") : found;
        }

        return new AmazonS3Client(_credentials, config);
    }

    string? RegionOfProfile() =>
        _options.Profile is { } name && new CredentialProfileStoreChain().TryGetProfile(name, out var profile)
            ? profile.Region?.SystemName
            : null;

    sealed class ClientFactory(S3SourceOptions options) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(
            new S3ResponseGuard(NetworkHandler(), options.EndpointUrl is not null, TimeSpan.FromSeconds(options.StallSeconds)),
            disposeHandler: true);

        SocketsHttpHandler NetworkHandler() => new()
        {
            MaxConnectionsPerServer = options.FetchAhead + options.ListConcurrency,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            UseCookies = false,

            // CloudTrail's objects say Content-Encoding: gzip; their bytes are wanted as stored.
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
    }
}
