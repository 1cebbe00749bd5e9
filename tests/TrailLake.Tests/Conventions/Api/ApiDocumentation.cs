using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TrailLake.Tests.Conventions.Api;

/// <summary>The docstrings of the library, as the compiler wrote them down.</summary>
sealed partial class ApiDocumentation
{
    readonly Dictionary<string, XElement> _members;

    public ApiDocumentation(IEnumerable<Assembly> assemblies) => _members = assemblies
        .SelectMany(assembly => XDocument.Load(PublicApi.DocumentationOf(assembly)).Descendants("member"))
        .GroupBy(member => member.Attribute("name")!.Value).ToDictionary(group => group.Key, group => group.First());

    /// <summary>One part of a docstring, such as its summary; what it inherits where it has none of its own. Null for none.</summary>
    public string? Text(string id, string part) => Element(id, part) is { } element ? Inline(element) : null;

    /// <summary>What is said about a parameter; null for nothing.</summary>
    public string? Parameter(string id, string name) =>
        Elements(id, "param").FirstOrDefault(element => element.Attribute("name")!.Value == name) is { } found ? Inline(found) : null;

    /// <summary>The exceptions, each with when it is thrown.</summary>
    public IEnumerable<(string Type, string When)> Exceptions(string id) =>
        Elements(id, "exception").Select(element => (ShortName(element.Attribute("cref")!.Value), Inline(element)));

    XElement? Element(string id, string part) => Elements(id, part).FirstOrDefault();

    List<XElement> Elements(string id, string part)
    {
        if (!_members.TryGetValue(id, out var member))
        {
            return [];
        }

        var own = member.Elements(part).ToList();
        if (member.Element("inheritdoc")?.Attribute("cref")?.Value is { } from && (own.Count == 0 || part == "param"))
        {
            own.AddRange(Elements(from, part));
        }

        return own;
    }

    static string Inline(XElement element)
    {
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } cref => $"`{ShortName(cref.Value)}`",
            XElement { Name.LocalName: "paramref" } name => $"`{name.Attribute("name")!.Value}`",
            XElement other => other.Value,
            _ => "",
        }));
        return Blanks.Replace(text, " ").Trim();
    }

    // T:A.B.C -> C; M:A.B.Type.Method(System.String) -> Type.Method.
    static string ShortName(string id)
    {
        var parts = id[2..].Split('(')[0].Replace("`1", "", StringComparison.Ordinal).Split('.');
        return id[0] == 'T' || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    internal static partial Regex Blanks { get; }
}
