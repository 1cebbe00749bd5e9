using System;
using System.Linq;
using System.Reflection;

namespace TrailLake.Tests.Conventions.Api;

/// <summary>Names of types and members: as C# writes them, and as the compiler's documentation does.</summary>
static class ApiNames
{
    static readonly NullabilityInfoContext s_nullability = new();

    /// <summary>The id of a type or member in the compiler's documentation.</summary>
    public static string IdOf(MemberInfo member) => member switch
    {
        Type type => "T:" + Full(type),
        PropertyInfo => $"P:{Full(member.DeclaringType!)}.{member.Name}",
        FieldInfo => $"F:{Full(member.DeclaringType!)}.{member.Name}",
        MethodBase method => $"M:{Full(member.DeclaringType!)}.{(method.IsConstructor ? "#ctor" : method.Name)}{Parameters(method)}",
        _ => throw new ArgumentException(member.ToString(), nameof(member)),
    };

    /// <summary>A method as C# declares it, without modifiers.</summary>
    public static string SignatureOf(MethodBase method)
    {
        var parameters = string.Join(", ", method.GetParameters().Select(Parameter));
        return method is MethodInfo info
            ? $"{Name(info.ReturnType, s_nullability.Create(info.ReturnParameter))} {method.Name}({parameters})"
            : $"{method.DeclaringType!.Name}({parameters})";
    }

    /// <summary>The type of a property as C# writes it.</summary>
    public static string TypeOf(PropertyInfo property) => Name(property.PropertyType, s_nullability.Create(property));

    static string Parameter(ParameterInfo parameter)
    {
        var value = parameter.RawDefaultValue switch
        {
            null => parameter.ParameterType.IsValueType ? "default" : "null",
            bool flag => flag ? "true" : "false",
            var other => other.ToString(),
        };
        return $"{Name(parameter.ParameterType, s_nullability.Create(parameter))} {parameter.Name}"
            + (parameter.HasDefaultValue ? " = " + value : "");
    }

    static string Name(Type type, NullabilityInfo nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Keyword(value) + "?";
        }

        var mark = !type.IsValueType && nullability.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return Name(type.GetElementType()!, nullability.ElementType!) + "[]" + mark;
        }

        if (!type.IsGenericType)
        {
            return Keyword(type) + mark;
        }

        var arguments = type.GetGenericArguments().Zip(nullability.GenericTypeArguments, Name);
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{mark}";
    }

    static string Keyword(Type type) => type.FullName switch
    {
        "System.String" => "string",
        "System.Object" => "object",
        "System.Boolean" => "bool",
        "System.Int32" => "int",
        "System.Int64" => "long",
        "System.Double" => "double",
        "System.Byte" => "byte",
        "System.Void" => "void",
        _ when type.IsGenericType => type.ToString(),
        _ => type.Name,
    };

    static string Parameters(MethodBase method) => method.GetParameters() is { Length: > 0 } parameters
        ? $"({string.Join(',', parameters.Select(parameter => Full(parameter.ParameterType)))})"
        : "";

    static string Full(Type type)
    {
        if (type.HasElementType)
        {
            return Full(type.GetElementType()!) + (type.IsByRef ? "@" : "[]");
        }

        if (!type.IsGenericType)
        {
            return type.FullName!.Replace('+', '.');
        }

        var name = type.GetGenericTypeDefinition().FullName!;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(Full))}}}";
    }
}
