using TrailLake.Schema;
using TrailLake.Tables.Rows;

namespace TrailLake.Query.TableFunction;

/// <summary>Writes a column that has members: those that are wanted, the others as NULL.</summary>
abstract class GroupVectorWriter : EventVectorWriter
{
    readonly EventVectorWriter?[] _members;
    readonly EventVectorWriter _first;

    protected GroupVectorWriter(SchemaNode node, IReadOnlyList<bool> members)
    {
        Node = node;
        _members = [.. node.Children.Select(child => CreateMember(child, members))];

        // Levels of any member tell whether the struct is there.
        _first = Array.Find(_members, member => member is not null) ?? new LeafVectorWriter(CloudTrailSchema.Leaves[node.FirstLeaf]);
    }

    public override RowValues Values => _first.Values;

    protected SchemaNode Node { get; }

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

    /// <summary>Writes the members into the children of a vector of structs.</summary>
    protected void WriteMembers(nint vector, int start, int count, int least)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            var child = DuckDBTableFunctions.StructChild(vector, (ulong)i);
            if (_members[i] is { } member)
            {
                member.Write(child, start, least);
            }
            else
            {
                SetNull(Node.Children[i], child, start, count);
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
