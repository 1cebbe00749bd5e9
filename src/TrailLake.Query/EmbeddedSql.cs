using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TrailLake.Query;

/// <summary>The SQL that is built into the library.</summary>
static class EmbeddedSql
{
    /// <summary>Content of <c>Sql/{name}.sql</c>.</summary>
    public static string Script(string name) => Read("Sql." + name + ".sql");

    /// <summary>Name and content of each of <c>Questions/*.sql</c>.</summary>
    public static IEnumerable<(string Name, string Text)> Questions() => typeof(EmbeddedSql).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Questions.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => (Path.GetFileNameWithoutExtension(name["Questions.".Length..]), Read(name)));

    static string Read(string resource)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException($"the library holds no text '{resource}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
