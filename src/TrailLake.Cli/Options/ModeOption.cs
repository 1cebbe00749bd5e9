using System.CommandLine;

namespace TrailLake.Cli.Options;

/// <summary><c>--mode</c> of every command that writes files: who may read them.</summary>
sealed class ModeOption : Option<string>
{
    public ModeOption()
        : base("--mode")
    {
        Description = "Mode of the files that are written, such as 640 "
            + "(default: that of a file which is replaced, else 600: for their owner alone).";
        HelpName = "MODE";
    }

    /// <summary>The mode that is asked for; null when none is.</summary>
    public static UnixFileMode? Read(ParseResult arguments)
    {
        if (SharedOption.Value<ModeOption>(arguments) is not { } text)
        {
            return null;
        }

        if (text.Length is < 3 or > 4 || text.Any(digit => digit is < '0' or > '7') || Convert.ToInt32(text, 8) > 0b111_111_111)
        {
            throw UsageError.Unexpected("--mode", text, "three octal digits, such as 600 or 640");
        }

        return (UnixFileMode)Convert.ToInt32(text, 8);
    }
}
