using System.Text.Json;
using TrailLake.Errors;
using TrailLake.Paths;

namespace TrailLake.Ingest.Sources;

/// <summary>User metadata beside a local copy: <c>NAME.metadata</c> holds what <c>head-object</c> prints, or its Metadata.</summary>
static class SidecarMetadata
{
    public const string Extension = ".metadata";

    // S3 keeps 2 KB of metadata; all that head-object prints is a few KB more.
    const int MostBytes = 1 << 20;

    static readonly Dictionary<string, string> s_none = [];

    /// <summary>Reads the metadata of a file.</summary>
    /// <exception cref="IOException">The sidecar cannot be read, or is none.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        // A file that was unpacked after it was copied has left its sidecar under the packed name.
        foreach (var sidecar in (string[])[path + Extension, path + ".gz" + Extension])
        {
            try
            {
                return Parse(RegularFile.ReadAllBytes(sidecar, MostBytes));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw FileError.Of(e, sidecar);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                const string Expected = "is no JSON object of texts, as `aws s3api head-object --query Metadata` prints it";
                throw new IOException($"'{TerminalText.Escape(sidecar)}' {Expected}", e);
            }
        }

        return s_none;
    }

    static Dictionary<string, string> Parse(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        var root = json.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Metadata", out var inner))
        {
            root = inner;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException();
        }

        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in root.EnumerateObject())
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new JsonException();
        }

        return metadata;
    }
}
