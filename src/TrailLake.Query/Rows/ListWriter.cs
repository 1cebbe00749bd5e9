using System;
using System.Collections.Generic;
using System.Linq;
using TrailLake.Lake.Rows;
using TrailLake.Schema;

namespace TrailLake.Query.Rows;

/// <summary>Writes a list of structs.</summary>
sealed unsafe class ListWriter : NodeWriter
{
    readonly SchemaNode _node;
    readonly NodeWriter?[] _members;
    readonly NodeWriter _first;

    public ListWriter(SchemaNode node, IReadOnlyList<bool> members)
    {
        _node = node;
        _members = [.. node.Children.Select(child => CreateMember(child, members))];
        var known = Array.FindIndex(_members, member => member is not null);
        _first = known >= 0 ? _members[known]! : new LeafWriter(CloudTrailSchema.Leaves[node.FirstLeaf]);
    }

    public override RowValues Values => _first.Values;

    public override void Read(ReadOnlySpan<int> rows, IRowReader reader)
    {
        _first.Read(rows, reader);
        foreach (var member in _members)
        {
            if (!ReferenceEquals(member, _first))
            {
                member?.Read(rows, reader);
            }
        }
    }

    public override void Write(nint vector, int start, int least)
    {
        var definitions = Values.Definitions;
        var repetitions = Values.Repetitions;
        var lists = (ulong*)DuckDBTableFunctions.Data(vector); // for each row where its elements begin, and how many there are
        var before = (int)DuckDBTableFunctions.ListSize(vector);
        var elements = 0;
        ulong* validity = null;
        var row = start - 1;
        for (var i = 0; i < definitions.Length; i++)
        {
            if (repetitions[i] == 0)
            {
                row++;
                lists[2 * row] = (ulong)(before + elements);
                lists[(2 * row) + 1] = 0;
                if (definitions[i] < _node.Definition)
                {
                    validity = validity is null ? WritableValidity(vector) : validity;
                    SetNull(validity, row);
                }
            }

            if (definitions[i] > _node.Definition)
            {
                lists[(2 * row) + 1]++;
                elements++;
            }
        }

        // The child's memory may move when it grows: it is asked for after.
        DuckDBTableFunctions.ReserveList(vector, (ulong)(before + elements));
        DuckDBTableFunctions.SetListSize(vector, (ulong)(before + elements));
        StructWriter.WriteMembers(_node, _members, DuckDBTableFunctions.ListChild(vector), before, elements, _node.Definition + 1);
    }
}
