using TrailLake.Answers.Traces;
using TrailLake.Cli.Terminals;
using TrailLake.Cli.Texts;
using TrailLake.Errors;

namespace TrailLake.Cli.Reports;

/// <summary>Writes chains of credentials as a tree.</summary>
static class TraceText
{
    const int MostAddresses = 4;

    public static void Write(CredentialTrace trace, Terminal terminal)
    {
        foreach (var root in trace.Roots)
        {
            Write(root, terminal, "", "");
        }
    }

    /// <summary>What a link says, the most important first; harmless to print.</summary>
    static IEnumerable<string> Lines(CredentialNode node)
    {
        var key = node.AccessKey is { } id && id != node.Name ? " " + id : "";
        var account = node.Account is null ? "" : $", account {node.Account}";
        var kind = node.Kind == CredentialKind.Principal ? "" : node.Kind.ToText() + " ";
        yield return TerminalText.Escape($"{kind}{node.Name}{key}{account}{(node.IsSubject ? "  <== asked for" : "")}");
        if (node.IssuedBy is { } issuer)
        {
            var address = string.IsNullOrEmpty(issuer.SourceAddress) ? "" : $" from {issuer.SourceAddress}";
            yield return TerminalText.Escape($"by {issuer.ApiName} {TimeFormat.Second(issuer.Time)}{address} ({issuer.EventId})");
        }

        if (node.Events > 0)
        {
            var failed = node.Failed > 0 ? $", {node.Failed:N0} failed" : "";
            yield return TerminalText.Escape($"used {Span(node)}: {Plural.Of(node.Events, "call")}{failed}{Addresses(node)}");
        }
        else if (node.AccessKey is not null)
        {
            yield return "not used in this lake";
        }

        var labels = Labels(node);
        if (labels.Length > 0)
        {
            yield return TerminalText.Escape(labels);
        }

        if (node.Gap is { } gap)
        {
            yield return TerminalText.Escape("! " + gap);
        }
    }

    static void Write(CredentialNode node, Terminal terminal, string first, string rest)
    {
        var below = rest + (node.Children.Count > 0 ? "│  " : "   ");
        var isName = true;
        foreach (var line in Lines(node))
        {
            var style = isName ? (node.IsSubject ? TerminalStyle.BoldYellow : TerminalStyle.Bold)
                : line[0] == '!' ? TerminalStyle.BrightRed : TerminalStyle.Dim;
            terminal.WriteWrapped(line, style, isName ? first : below, below);
            isName = false;
        }

        for (var i = 0; i < node.Children.Count; i++)
        {
            var isLast = i == node.Children.Count - 1;
            Write(node.Children[i], terminal, rest + (isLast ? "└─ " : "├─ "), rest + (isLast ? "   " : "│  "));
        }
    }

    static string Labels(CredentialNode node)
    {
        string?[] labels =
        [
            node.SourceIdentity is { } source ? "source identity " + source : null,
            node.OnBehalfOf is { } user ? "on behalf of Identity Center user " + user : null,
            node.IssuedBy?.Find("aED.MFAUsed").FirstOrDefault() is { } mfa ? "MFA " + mfa : null,
        ];
        return string.Join(", ", labels.OfType<string>());
    }

    static string Addresses(CredentialNode node)
    {
        var shown = node.Addresses.Where(address => address.Key.Length > 0).Take(MostAddresses)
            .Select(address => node.Addresses.Count == 1 ? address.Key : $"{address.Key} ({address.Value:N0})");
        var more = node.Addresses.Count - MostAddresses;
        var text = string.Join(", ", shown);
        return text.Length == 0 ? "" : $", from {text}{(more > 0 ? $" and {more} more" : "")}";
    }

    static string Span(CredentialNode node)
    {
        var (first, last) = (TimeFormat.Second(node.First!.Value), TimeFormat.Second(node.Last!.Value));
        return node.First == node.Last ? first : $"{first} to {last}";
    }
}
