using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary><c>--lake DIR</c>, or the environment's TRAILLAKE_LAKE.</summary>
sealed class LakeOption : Option<string>
{
    const string Variable = "TRAILLAKE_LAKE";

    public LakeOption()
        : base("--lake")
    {
        Description = $"Folder of the lake (environment: {Variable}).";
        HelpName = "DIR";
    }

    /// <summary>Full path of the lake's folder, which need not exist.</summary>
    public static string Read(ParseResult arguments)
    {
        var path = SharedOption.Value<LakeOption>(arguments) is { Length: > 0 } own ? own : Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(path)
            ? throw UsageError.Of($"no lake was named: give --lake DIR or set {Variable}", "--lake")
            : Path.GetFullPath(path);
    }
}
