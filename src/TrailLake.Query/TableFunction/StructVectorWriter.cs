using TrailLake.Schema;

namespace TrailLake.Query.TableFunction;

/// <summary>Writes a struct.</summary>
sealed unsafe class StructVectorWriter(SchemaNode node, IReadOnlyList<bool> members) : GroupVectorWriter(node, members)
{
    public override void Write(nint vector, int start, int least)
    {
        var definitions = Values.Definitions;
        var count = 0;
        ulong* validity = null;
        foreach (var definition in definitions)
        {
            if (definition >= least)
            {
                if (definition < Node.Definition)
                {
                    validity = validity is null ? WritableValidity(vector) : validity;
                    SetNull(validity, start + count);
                }

                count++;
            }
        }

        WriteMembers(vector, start, count, least);
    }
}
