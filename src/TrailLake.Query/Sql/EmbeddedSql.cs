using System.Reflection;

namespace TrailLake.Query.Sql;

/// <summary>SQL that is built into the library.</summary>
static class EmbeddedSql
{
    /// <summary>Content of <c>Sql/{name}.sql</c>.</summary>
    public static string Script(string name) => Read(typeof(EmbeddedSql).Assembly, name + ".sql");

    /// <summary>Content of a text in an assembly.</summary>
    public static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException($"the library holds no text '{resource}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
