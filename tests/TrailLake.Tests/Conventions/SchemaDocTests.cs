using System;
using System.IO;
using System.Xml.Linq;
using TrailLake.Tables;
using TrailLake.Tests.Support;
using Xunit;

namespace TrailLake.Tests.Conventions;

public sealed class SchemaDocTests
{
    /// <summary>With UPDATE_DOCS=1 the page is written instead of compared.</summary>
    [Fact]
    public void SchemaPage_IsThatOfTheCode()
    {
        var path = ProjectFolder.File("docs", "schema.md");
        var assembly = typeof(ObjectRow).Assembly.GetName().Name;
        var page = SchemaPage.Write(XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == page,
            "docs/schema.md is not that of the code: write it anew with UPDATE_DOCS=1 dotnet test --filter SchemaDocTests");
    }
}
