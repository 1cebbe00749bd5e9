using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Paths;
using TrailLake.Query.Execution;
using TrailLake.Query.Values;

namespace TrailLake.Answers.Evidence;

/// <summary>What an answer stands on, so that it can be checked again: what was asked of which lake, and what came out.</summary>
sealed record EvidenceManifest
{
    /// <summary>Name and version of the form.</summary>
    public const string CurrentFormat = "traillake-evidence/1";

    static readonly ManifestJson s_json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = ResultJson.Options.Encoder,
    });

    /// <summary><see cref="CurrentFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Name and version of the tool that answered.</summary>
    public required string Tool { get; init; }

    /// <summary>Time of the answer, UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The lake.</summary>
    public required EvidenceLake Lake { get; init; }

    /// <summary>What was asked.</summary>
    public required EvidenceQuestion Question { get; init; }

    /// <summary>The statements that were run for it, in order.</summary>
    public required IReadOnlyList<EvidenceStatement> Statements { get; init; }

    /// <summary>Rows that these statements gave.</summary>
    public required long Rows { get; init; }

    /// <summary>What came out.</summary>
    public required EvidenceOutput Output { get; init; }

    /// <summary>Proof of the events that the rows name; null when they name none, and in older manifests.</summary>
    public EvidenceEvents? Events { get; init; }

    /// <summary>The rule by which the objects were chosen: a name of <see cref="SourceRule"/>.</summary>
    public required string SourceRule { get; init; }

    /// <summary>The rule in words.</summary>
    public required string SourceRuleMeaning { get; init; }

    /// <summary>The source objects.</summary>
    public required IReadOnlyList<SourceObjectRow> Sources { get; init; }

    /// <summary>A rule in words.</summary>
    public static string Meaning(SourceRule rule) => rule switch
    {
        TrailLake.Query.Execution.SourceRule.Rows =>
            "the objects that the rows name in sourceObject, and all others that delivered the same events",
        TrailLake.Query.Execution.SourceRule.Events =>
            "all objects that delivered the events whose eventID the rows name, or that rows name in sourceObject",
        TrailLake.Query.Execution.SourceRule.Contributing =>
            "all objects that delivered exactly the events that the answer was computed from: those that were counted, or that the "
                + "links of a trace name",
        _ => "every object that may hold an event of the asked span and accounts: the rows are computed from many events",
    };

    /// <summary>Writes it as JSON.</summary>
    public void Write(Stream output) => JsonSerializer.Serialize(output, this, s_json.EvidenceManifest);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="TrailLakeException">It cannot be read, or is none.</exception>
    public static EvidenceManifest Read(string path)
    {
        try
        {
            using var file = new FileStream(RegularFile.Open(path), FileAccess.Read);
            var manifest = JsonSerializer.Deserialize(file, s_json.EvidenceManifest);
            return manifest?.Format == CurrentFormat
                ? manifest
                : throw new TrailLakeException(
                    ErrorKind.Usage, $"{path}: the format is '{manifest?.Format}', expected {CurrentFormat}", path);
        }
        catch (JsonException e)
        {
            throw new TrailLakeException(
                ErrorKind.Usage, $"{path} is not a manifest that --evidence wrote: {e.Message.ReplaceLineEndings(" ")}", path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrailLakeException(ErrorKind.Usage, $"{path} cannot be read: {e.Message.ReplaceLineEndings(" ")}", path, e);
        }
    }
}
