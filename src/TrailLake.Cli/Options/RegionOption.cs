using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary><c>--region</c>: which regions are wanted.</summary>
sealed class RegionOption : Option<string[]>
{
    public RegionOption()
        : base("--region")
    {
        Description = "Region, such as eu-west-1; may be repeated.";
        HelpName = "REGION";
        AllowMultipleArgumentsPerToken = false;
    }
}
