using System.Linq;
using Spectre.Console;
using TrailLake.Query.Traces;

namespace TrailLake.Cli.Output;

/// <summary>Draws chains of credentials as a tree on a terminal.</summary>
static class TraceTree
{
    public static void Write(CredentialTrace trace, Terminal terminal)
    {
        var console = RichConsole.Of(terminal);
        foreach (var root in trace.Roots)
        {
            var tree = new Tree(Label(root));
            foreach (var child in root.Children)
            {
                Add(tree, child);
            }

            console.Write(tree);
        }
    }

    static void Add(IHasTreeNodes parent, CredentialNode node)
    {
        var added = parent.AddNode(Label(node));
        foreach (var child in node.Children)
        {
            Add(added, child);
        }
    }

    // Names come from logs: nothing of them may be read as markup.
    static Markup Label(CredentialNode node)
    {
        var lines = TraceText.Lines(node).Select(Markup.Escape).ToList();
        lines[0] = $"[bold{(node.IsSubject ? " yellow" : "")}]{lines[0]}[/]";
        for (var i = 1; i < lines.Count; i++)
        {
            lines[i] = lines[i].StartsWith('!') ? $"[red]{lines[i]}[/]" : $"[dim]{lines[i]}[/]";
        }

        return new Markup(string.Join('\n', lines));
    }
}
