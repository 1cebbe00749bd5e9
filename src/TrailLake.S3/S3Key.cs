using System.Net;
using System.Text;
using TrailLake.Errors;

namespace TrailLake.S3;

/// <summary>Keys as S3 and its SDK write them. A key is any text, a slash at its start, <c>//</c> or <c>%</c> included.</summary>
static class S3Key
{
    /// <summary>A key as the SDK has to be given it: from one that begins with a slash it takes that slash away.</summary>
    public static string ForRequest(string key) => key.StartsWith('/') ? "/" + key : key;

    /// <summary>S3's order of keys: that of their UTF-8 bytes, which is not always that of UTF-16.</summary>
    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    /// <summary>The key without the escapes of a URL.</summary>
    public static string Unescape(string text) => text.AsSpan().ContainsAny('%', '+') ? WebUtility.UrlDecode(text) : text;

    /// <param name="isEscaped">Whether the page says that its keys are escaped; some servers do not escape, others do not say it.</param>
    /// <param name="prefix">What all keys of the page begin with.</param>
    /// <exception cref="S3ProtocolException">It does not begin so.</exception>
    public static string Read(string text, bool isEscaped, string prefix)
    {
        string key = isEscaped ? Unescape(text) : text;
        if (key.StartsWith(prefix, StringComparison.Ordinal))
        {
            return key;
        }

        string other = Unescape(text);
        return other.StartsWith(prefix, StringComparison.Ordinal)
            ? other
            : throw new S3ProtocolException($"the server lists '{S3ErrorText.Excerpt(text)}' where keys below "
                + $"'{TerminalText.Escape(prefix)}' were asked for; check the endpoint");
    }
}
