using System;
using System.CommandLine;
using System.IO;
using TrailLake.Errors;

namespace TrailLake.Cli.Options;

/// <summary><c>--lake DIR</c>, or the environment's TRAILLAKE_LAKE.</summary>
sealed class LakeOption : Option<string>
{
    /// <summary>Name of the environment variable that stands in for the option.</summary>
    public const string Variable = "TRAILLAKE_LAKE";

    public LakeOption()
        : base("--lake")
    {
        Description = $"Folder of the lake (environment: {Variable}).";
        HelpName = "DIR";
    }

    /// <summary>Full path of the lake's folder, which need not exist.</summary>
    public string Read(ParseResult arguments)
    {
        var path = arguments.GetValue(this);
        if (string.IsNullOrEmpty(path))
        {
            path = Environment.GetEnvironmentVariable(Variable);
        }

        return string.IsNullOrEmpty(path)
            ? throw new TrailLakeException(ErrorKind.Usage, $"no lake was named: give --lake DIR or set {Variable}", "--lake")
            : Path.GetFullPath(path);
    }
}
