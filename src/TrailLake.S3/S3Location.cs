using System.Diagnostics.CodeAnalysis;
using TrailLake.Errors;

namespace TrailLake.S3;

/// <summary>A bucket and where in it: <c>s3://bucket/prefix</c>.</summary>
/// <param name="Bucket">The bucket, or an access point's alias or ARN.</param>
/// <param name="Prefix">A folder, one object, or the beginning of keys; empty for the whole bucket.</param>
public sealed record S3Location(string Bucket, string Prefix)
{
    const string Scheme = "s3://";

    /// <summary>Whether a source's name is meant for S3.</summary>
    public static bool IsS3(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>s3://bucket/prefix</c>.</summary>
    /// <exception cref="TrailLakeException">It is not of that form.</exception>
    public static S3Location Parse(string text) => TryParse(text, out var location)
        ? location
        : throw new TrailLakeException(
            ErrorKind.Usage, $"'{TerminalText.Escape(text)}' is no S3 location; expected s3://bucket or s3://bucket/prefix", text);

    /// <summary>Reads <c>s3://bucket/prefix</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Location? location)
    {
        location = null;
        if (!IsS3(text))
        {
            return false;
        }

        var rest = text.AsSpan(Scheme.Length);

        // An access point's ARN holds one slash of its own: arn:aws:s3:region:account:accesspoint/name.
        int slash = rest.IndexOf('/');
        if (slash >= 0 && rest.StartsWith("arn:"))
        {
            int next = rest[(slash + 1)..].IndexOf('/');
            slash = next < 0 ? -1 : slash + 1 + next;
        }

        var bucket = slash < 0 ? rest : rest[..slash];
        if (bucket.IsEmpty || bucket.ContainsAny(" ?#\\\r\n\t"))
        {
            return false;
        }

        location = new S3Location(bucket.ToString(), slash < 0 ? "" : rest[(slash + 1)..].ToString());
        return true;
    }

    public override string ToString() => UriOf(Prefix);

    internal string UriOf(string key) => $"{Scheme}{Bucket}/{key}";
}
