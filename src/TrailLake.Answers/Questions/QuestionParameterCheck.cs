using System.Text.RegularExpressions;
using TrailLake.Errors;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Questions;

/// <summary>Checks what was given for a parameter.</summary>
static partial class QuestionParameterCheck
{
    /// <exception cref="TrailLakeException">It is not what the parameter takes.</exception>
    public static void Check(QuestionParameter parameter, string value)
    {
        var expected = parameter.Kind switch
        {
            QuestionParameterKind.Account when !Entity.IsAccount(value) => "an account of twelve digits",
            QuestionParameterKind.Key when !AwsIdentifier.IsAccessKey(value) => "an access key id such as AKIAIOSFODNN7EXAMPLE",
            QuestionParameterKind.Address when !Entity.IsAddress(value) => "an address or a CIDR block such as 203.0.113.0/24",
            QuestionParameterKind.Number when !Number.IsMatch(value) => "a whole number",
            QuestionParameterKind.Resource when value.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) && !Arn.IsMatch(value) =>
                "a name, or an ARN such as arn:aws:iam::123456789012:user/eve",
            _ when value.Length == 0 || value.Contains('\0', StringComparison.Ordinal) => "a value",
            _ => null,
        };
        if (expected is not null)
        {
            throw new TrailLakeException(ErrorKind.Usage, $"--{parameter.Name} is '{value}', expected {expected}", "--" + parameter.Name);
        }
    }

    [GeneratedRegex(@"\A\d{1,9}\z", RegexOptions.CultureInvariant)]
    static partial Regex Number { get; }

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:\S.*\z", RegexOptions.CultureInvariant)]
    static partial Regex Arn { get; }
}
