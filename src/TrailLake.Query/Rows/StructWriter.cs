using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Lake.Rows;
using TrailLake.Schema;

namespace TrailLake.Query.Rows;

/// <summary>Writes a struct: those of its members that are wanted, the others as NULL.</summary>
sealed unsafe class StructWriter : NodeWriter
{
    readonly SchemaNode _node;
    readonly NodeWriter?[] _members;
    readonly NodeWriter _first;

    public StructWriter(SchemaNode node, IReadOnlyList<bool> members)
    {
        _node = node;
        _members = [.. node.Children.Select(child => CreateMember(child, members))];

        // Levels of any member tell whether the struct is there.
        var known = Array.FindIndex(_members, member => member is not null);
        _first = known >= 0 ? _members[known]! : new LeafWriter(CloudTrailSchema.Leaves[node.FirstLeaf]);
    }

    public override RowValues Values => _first.Values;

    public override void Read(ReadOnlySpan<int> rows, IRowReader reader)
    {
        var isFirstRead = false;
        foreach (var member in _members)
        {
            member?.Read(rows, reader);
            isFirstRead |= ReferenceEquals(member, _first);
        }

        if (!isFirstRead)
        {
            _first.Read(rows, reader);
        }
    }

    public override void Write(nint vector, int start, int least)
    {
        var definitions = Values.Definitions;
        var count = 0;
        ulong* validity = null;
        foreach (var definition in definitions)
        {
            if (definition >= least)
            {
                if (definition < _node.Definition)
                {
                    validity = validity is null ? WritableValidity(vector) : validity;
                    SetNull(validity, start + count);
                }

                count++;
            }
        }

        WriteMembers(_node, _members, vector, start, count, least);
    }

    /// <summary>Writes members into the children of a vector of structs.</summary>
    public static void WriteMembers(SchemaNode node, NodeWriter?[] members, nint vector, int start, int count, int least)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var child = DuckDBTableFunctions.StructChild(vector, (ulong)i);
            if (members[i] is { } member)
            {
                member.Write(child, start, least);
            }
            else
            {
                SetNull(node.Children[i], child, start, count);
            }
        }
    }

    // Members of a struct that is NULL must be NULL, too: DuckDB copies them whatever the struct is.
    static void SetNull(SchemaNode node, nint vector, int start, int count)
    {
        SetNull(vector, start, count);
        for (var i = 0; i < node.Children.Length; i++)
        {
            SetNull(node.Children[i], DuckDBTableFunctions.StructChild(vector, (ulong)i), start, count);
        }
    }
}
