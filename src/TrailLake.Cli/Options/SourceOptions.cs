using System;
using System.CommandLine;
using System.Linq;
using System.Runtime.CompilerServices;
using TrailLake.Errors;
using TrailLake.Ingest;
using TrailLake.S3;

namespace TrailLake.Cli.Options;

/// <summary>The sources of an archive and how to reach them.</summary>
sealed class SourceOptions
{
    readonly Argument<string[]> _sources;

    readonly bool _isSingle;

    readonly Option<string[]> _region = new("--region")
    {
        Description = "Region, such as eu-west-1; may be repeated.",
        HelpName = "REGION",
        AllowMultipleArgumentsPerToken = false,
    };

    readonly TimeRangeOptions _range = new();
    readonly Option<string> _profile = new("--profile") { Description = "Profile of the AWS configuration to read S3 with (default: as the AWS SDK finds credentials).", HelpName = "NAME" };
    readonly Option<string> _role = new("--role-arn") { Description = "Role to assume for reading S3.", HelpName = "ARN" };
    readonly Option<string> _endpoint = new("--endpoint-url") { Description = "Another server that speaks S3, such as http://127.0.0.1:9000.", HelpName = "URL" };
    readonly Option<bool> _requesterPays = new("--requester-pays") { Description = "Agree to pay for the requests to the bucket." };

    /// <summary>Creates the group.</summary>
    /// <param name="single">True for commands that look at one archive as a whole, and not at a stream of records.</param>
    public SourceOptions(bool single = false)
    {
        _sources = new("SOURCE")
        {
            Description = single ? "Folder, file or s3://bucket/prefix." : "Folder, file, s3://bucket/prefix, or - for stdin; several are read in turn.",
            Arity = ArgumentArity.OneOrMore,
        };
        _isSingle = single;
    }

    /// <summary>Declares the options.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_sources);
        _range.AddTo(command);
        command.Options.Add(_region);
        command.Options.Add(_profile);
        command.Options.Add(_role);
        command.Options.Add(_endpoint);
        command.Options.Add(_requesterPays);
    }

    /// <summary>What of the sources is wanted.</summary>
    public SourceFilter ReadFilter(ParseResult arguments)
    {
        var range = _range.Read(arguments, DateTime.UtcNow);
        return new SourceFilter { From = range.From, To = range.To, Accounts = range.Accounts, Regions = arguments.GetValue(_region) ?? [] };
    }

    /// <summary>The sources, as one.</summary>
    public ILogSource Read(ParseResult arguments)
    {
        var names = arguments.GetValue(_sources) ?? [];
        if (_isSingle && (names.Length != 1 || names[0] == "-"))
        {
            string found = names.Length == 1 ? "stdin (-) is no archive" : $"{names.Length} sources are named, expected one";
            throw new TrailLakeException(ErrorKind.Usage, $"{found}; give a folder, a file or s3://bucket/prefix", "SOURCE");
        }

        if (names.Count(name => name == "-") > 1)
        {
            throw new TrailLakeException(ErrorKind.Usage, "stdin (-) is named twice; it can be read once", "-");
        }

        var sources = names.Select(name => Open(name, arguments)).ToList();
        return sources.Count == 1 ? sources[0] : new CompositeLogSource(sources);
    }

    ILogSource Open(string name, ParseResult arguments) => name switch
    {
        "-" => new StdinLogSource(),
        _ when S3Location.IsS3(name) => OpenS3(name, arguments),
        _ => new LocalLogSource(name),
    };

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
