using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace TrailLake.Tests.Support;

/// <summary>
/// Which folder of src uses the types of which other. The compiler says it: each name in the source is bound to its type, so constants,
/// extension methods, members reached through var and references in docstrings all count, and a using that nobody needs does not.
/// </summary>
sealed class FolderGraph
{
    static readonly CSharpParseOptions s_parsing = new(LanguageVersion.Latest, DocumentationMode.Parse);

    readonly CSharpCompilation _compilation;
    readonly Dictionary<(string From, string To), SortedSet<string>> _uses = [];

    FolderGraph(IReadOnlyList<string> sources)
    {
        var trees = sources.AsParallel()
            .Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), s_parsing, path)).ToList();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);
        _compilation = CSharpCompilation.Create("src", [.. trees, GlobalUsings()], References(), options);
        Folders = [.. sources.Select(FolderOf).Distinct().Order(StringComparer.Ordinal)];
        var gate = new object();
        Parallel.ForEach(trees, tree =>
        {
            var found = UsesIn(tree);
            lock (gate)
            {
                foreach (var (from, to, names) in found)
                {
                    Witness(from, to).Add(names);
                }
            }
        });
    }

    /// <summary>The folders that hold source, as their path below src.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>The uses: from a folder to another, with the pairs of types that make it so.</summary>
    public IEnumerable<(string From, string To, IReadOnlyCollection<string> Types)> Uses =>
        _uses.Select(use => (use.Key.From, use.Key.To, (IReadOnlyCollection<string>)use.Value));

    /// <summary>The graph of all source below src.</summary>
    public static FolderGraph OfSource() => new(ProjectFolder.Sources("src"));

    SortedSet<string> Witness(string from, string to)
    {
        var key = (from, to);
        return _uses.TryGetValue(key, out var names) ? names : _uses[key] = new SortedSet<string>(StringComparer.Ordinal);
    }

    List<(string From, string To, string Names)> UsesIn(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        var folder = FolderOf(tree.FilePath);
        var uses = new List<(string, string, string)>();
        foreach (var name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
        {
            if (DeclaringFile(TypeOf(model.GetSymbolInfo(name))) is { } file && FolderOf(file) is var other && other != folder)
            {
                var (user, used) = (Path.GetFileNameWithoutExtension(tree.FilePath), Path.GetFileNameWithoutExtension(file));
                uses.Add((folder, other, $"{user} uses {used}"));
            }
        }

        return uses;
    }

    /// <summary>The type that a name stands for, or whose member it is.</summary>
    static INamedTypeSymbol? TypeOf(SymbolInfo info) => (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
        INamespaceSymbol or null => null,
        var member => member.ContainingType?.OriginalDefinition,
    };

    static string? DeclaringFile(INamedTypeSymbol? type) =>
        type?.Locations.FirstOrDefault(location => location.IsInSource)?.SourceTree?.FilePath is { Length: > 0 } path ? path : null;

    static string FolderOf(string path) =>
        Path.GetRelativePath(ProjectFolder.File("src"), Path.GetDirectoryName(path)!).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The global usings that the build gives to each project.</summary>
    static SyntaxTree GlobalUsings()
    {
        var build = XDocument.Load(ProjectFolder.File("src", "Directory.Build.props"));
        var names = build.Descendants("Using").Select(item => $"global using {item.Attribute("Include")!.Value};");
        return CSharpSyntaxTree.ParseText(string.Concat(names), s_parsing);
    }

    /// <summary>The platform and the packages, without this product's own assemblies.</summary>
    static IEnumerable<MetadataReference> References() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        where !Path.GetFileName(path).StartsWith("traillake", StringComparison.OrdinalIgnoreCase)
        select MetadataReference.CreateFromFile(path);
}
