using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrailLake.Query.Values;

/// <summary>How results are written as JSON.</summary>
static class ResultJson
{
    /// <summary>Names and texts as they are: &lt;, &amp; and + of ARNs stay readable, since no result is put into HTML.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = int.MaxValue,
    };

    /// <summary>As <see cref="Options"/>, indented.</summary>
    public static JsonWriterOptions Indented { get; } = Options with { Indented = true };
}
