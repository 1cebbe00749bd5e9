using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TrailLake.Tests.Conventions.Api;

/// <summary>The types and members that the library shows to programs.</summary>
static class PublicApi
{
    /// <summary>The library's assemblies that show anything.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Load().Where(assembly => assembly.GetExportedTypes().Length > 0)];

    /// <summary>The types, the front door's first, then by namespace and name.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
        .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>What a type declares for others, in the order of its source, without what the compiler adds to a record.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
        {
            MethodBase method => (!method.IsSpecialName || method.IsConstructor) && method.Name is not ("Deconstruct" or "<Clone>$"),
            FieldInfo field => !field.IsSpecialName,
            _ => member is not Type,
        });

    static IEnumerable<Assembly> Load()
    {
        var known = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var open = new Queue<Assembly>([typeof(TrailLake.Lake).Assembly]);
        while (open.TryDequeue(out var assembly))
        {
            if (known.TryAdd(assembly.GetName().Name!, assembly))
            {
                foreach (var name in assembly.GetReferencedAssemblies())
                {
                    if (name.Name!.StartsWith("TrailLake.", StringComparison.Ordinal))
                    {
                        open.Enqueue(Assembly.Load(name));
                    }
                }
            }
        }

        return known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);
    }

    /// <summary>The file of documentation that the compiler wrote for an assembly.</summary>
    public static string DocumentationOf(Assembly assembly) => Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
}
