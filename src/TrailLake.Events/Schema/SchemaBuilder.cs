using System.Collections.Immutable;

namespace TrailLake.Schema;

/// <summary>Collects the nodes of <see cref="CloudTrailSchema"/> and works out paths, levels and leaf ranges.</summary>
sealed class SchemaBuilder
{
    readonly List<ColumnSpec> _leaves = [];
    List<SchemaNode> _siblings = [];
    string _prefix = "";
    int _definition;
    int _repetition;

    public ImmutableArray<SchemaNode> Nodes => [.. _siblings];

    public ImmutableArray<ColumnSpec> Leaves => [.. _leaves];

    public void Text(FieldId id, string name, string description, bool bloomFilter = false, bool distinct = false) =>
        Leaf(id, name, ColumnKind.Text, description, bloomFilter, distinct);

    public void Json(FieldId id, string name, string description) => Leaf(id, name, ColumnKind.Json, description);

    public void Leaf(FieldId id, string name, ColumnKind kind, string description, bool bloomFilter = false, bool distinct = false)
    {
        if ((int)id != _leaves.Count)
        {
            throw new InvalidOperationException($"Column {name} stands at {_leaves.Count}, but its FieldId {id} is {(int)id}.");
        }

        var leaf = new ColumnSpec(id, _prefix + name, name, kind, _definition + 1, _repetition, distinct, bloomFilter, description);
        _leaves.Add(leaf);
        _siblings.Add(new SchemaNode(name, leaf, isList: false, [], leaf.Index, 1, _definition + 1));
    }

    public void Struct(string name, Action members) => Group(name, isList: false, members);

    public void List(string name, Action members) => Group(name, isList: true, members);

    void Group(string name, bool isList, Action members)
    {
        // A list adds two levels: "the list is there" and "it has an element" (the element itself is never null in what we write,
        // but the format's three-level lists make it optional in readers' eyes, so it is declared required).
        var outer = (Siblings: _siblings, Prefix: _prefix, Definition: _definition, Repetition: _repetition);
        int first = _leaves.Count;
        _siblings = [];
        _prefix = _prefix + name + ".";
        _definition += isList ? 2 : 1;
        _repetition += isList ? 1 : 0;
        members();
        var node = new SchemaNode(name, null, isList, [.. _siblings], first, _leaves.Count - first, outer.Definition + 1);
        (_siblings, _prefix, _definition, _repetition) = outer;
        _siblings.Add(node);
    }
}
