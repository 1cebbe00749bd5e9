using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;

namespace TrailLake.Tests.Conventions.Api;

/// <summary>Writes docs/api.md out of the docstrings.</summary>
sealed class ApiPage
{
    const string Head = """
        # The library

        This page is made from the docstrings. [README](../README.md#from-c) has a first program, [samples/](../samples) whole ones,
        [schema.md](schema.md) the views and columns for SQL, [questions.md](questions.md) the built-in questions.

        All times are UTC. `Lake` is where to begin: it opens a lake, fills it, asks it and keeps it in order. What ends in `Async` works on
        another thread than the caller's; its `cancellation` ends it with an `OperationCanceledException`. What is wrong with a lake, a
        source or a question is a `TrailLakeException`, whose message says what was found and what to do.

        """;

    readonly ApiDocumentation _documentation = new(PublicApi.Assemblies);
    readonly StringBuilder _page = new(Head.ReplaceLineEndings("\n"));

    /// <summary>What has no docstring, or a parameter that it does not explain.</summary>
    public List<string> Silent { get; } = [];

    public string Write()
    {
        foreach (var group in PublicApi.Types.GroupBy(type => type.Namespace))
        {
            _page.Append($"\n## {group.Key}\n");
            foreach (var type in group)
            {
                WriteType(type);
            }
        }

        return _page.ToString();
    }

    void WriteType(Type type)
    {
        _page.Append($"\n### {type.Name}\n\n{Summary(ApiNames.IdOf(type))}\n");
        if (type.IsEnum)
        {
            WriteTable(type, "value", type.GetFields(BindingFlags.Public | BindingFlags.Static));
            return;
        }

        WriteTable(type, "property", PublicApi.MembersOf(type).OfType<PropertyInfo>());
        foreach (var method in PublicApi.MembersOf(type).OfType<MethodBase>().Where(method => !IsOfEveryRecord(type, method)))
        {
            WriteMethod(type, method);
        }
    }

    void WriteTable(Type type, string kind, IEnumerable<MemberInfo> members)
    {
        var rows = members.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        bool isTyped = kind == "property";
        _page.Append(isTyped ? $"\n| {kind} | type | |\n|---|---|---|\n" : $"\n| {kind} | |\n|---|---|\n");
        foreach (var member in rows)
        {
            // What a record has by its parameters, its own docstring explains.
            var text = _documentation.Text(ApiNames.IdOf(member), "summary") ?? Inherited(type, member)
                ?? _documentation.Parameter(ApiNames.IdOf(type), member.Name) ?? Missing($"{type.Name}.{member.Name}");
            var typeName = member is PropertyInfo property ? $"`{ApiNames.TypeOf(property)}` | " : "";
            _page.Append($"| `{member.Name}` | {typeName}{text.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }

    void WriteMethod(Type type, MethodBase method)
    {
        var id = ApiNames.IdOf(method);
        _page.Append($"\n```csharp\n{(method.IsStatic ? "static " : "")}{ApiNames.SignatureOf(method)}\n```\n\n");
        bool isSilentConstructor = method.IsConstructor && _documentation.Text(id, "summary") is null;
        _page.Append(isSilentConstructor ? "Makes one." : Inherited(type, method) ?? Summary(id)).Append('\n');
        var lines = method.GetParameters()
            .Select(parameter => (Name: $"`{parameter.Name}`", Text: _documentation.Parameter(id, parameter.Name!)
                ?? (method.IsConstructor ? _documentation.Parameter(ApiNames.IdOf(type), parameter.Name!) : null)))
            .Append((Name: "returns", Text: _documentation.Text(id, "returns")))
            .Concat(_documentation.Exceptions(id).Select(exception => (Name: $"throws `{exception.Type}`", Text: (string?)exception.When)))
            .Where(line => line.Text is not null).ToList();
        if (lines.Count > 0)
        {
            _page.Append('\n').AppendJoin('\n', lines.Select(line => $"* {line.Name}: {line.Text}")).Append('\n');
        }
    }

    // What an interface says about it, where the type says nothing.
    string? Inherited(Type type, MemberInfo member) => _documentation.Text(ApiNames.IdOf(member), "summary") is not null
        ? null
        : type.GetInterfaces().SelectMany(parent => parent.GetMember(member.Name))
            .Select(parent => parent is MethodInfo or PropertyInfo ? _documentation.Text(ApiNames.IdOf(parent), "summary") : null)
            .Append(member.Name == "Dispose" ? "Ends it." : null)
            .FirstOrDefault(text => text is not null);

    string Summary(string id) => _documentation.Text(id, "summary") ?? Missing(id);

    string Missing(string what)
    {
        Silent.Add(what);
        return "";
    }

    // A record's parameters stand in its table.
    static bool IsOfEveryRecord(Type type, MethodBase method) =>
        (method.IsConstructor && (type.GetMethod("<Clone>$") is not null || type.IsValueType || method.GetParameters().Length == 0))
        || method.Name is "ToString" or "Equals" or "GetHashCode";
}
