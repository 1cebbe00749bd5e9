using System.CommandLine;
using System.Runtime.CompilerServices;
using TrailLake.Cli.Processes;
using TrailLake.Ingest.Sources;
using TrailLake.S3;

namespace TrailLake.Cli.Options;

/// <summary>How sources are reached: credentials and servers of S3.</summary>
sealed class SourceAccessOptions
{
    readonly Option<string> _profile = CommandOption.Of<string>(
        "--profile", "NAME", "Profile of the AWS configuration to read S3 with (default: as the AWS SDK finds credentials).");

    readonly Option<string> _role = CommandOption.Of<string>("--role-arn", "ARN", "Role to assume for reading S3.");
    readonly Option<string> _endpoint = CommandOption.Of<string>(
        "--endpoint-url", "URL", "Another server that speaks S3, such as http://127.0.0.1:9000.");

    readonly Option<bool> _requesterPays = CommandOption.Flag("--requester-pays", "Agree to pay for the requests to the bucket.");
    public IEnumerable<Symbol> Symbols => [_profile, _role, _endpoint, _requesterPays];

    /// <summary>The source of a name: <c>-</c>, a path, or <c>s3://bucket/prefix</c>.</summary>
    public ILogSource Open(string name, ParseResult arguments) => name switch
    {
        "-" => new StdinLogSource(OpenStdin),
        _ when S3Location.IsS3(name) => OpenS3(name, arguments),
        _ => new LocalLogSource(name),
    };

    static Stream OpenStdin() => StandardStreams.IsClosed(0)
        ? throw new IOException(
            "standard input was closed when the command was started; save the log to a file and name that as the source")
        : Console.OpenStandardInput();

    // A method of its own, so that the AWS packages are loaded for S3 only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    ILogSource OpenS3(string name, ParseResult arguments) => new S3LogSource(new S3SourceOptions
    {
        Location = S3Location.Parse(name),
        Profile = arguments.GetValue(_profile),
        RoleArn = arguments.GetValue(_role),
        EndpointUrl = arguments.GetValue(_endpoint),
        RequesterPays = arguments.GetValue(_requesterPays),
    });
}
