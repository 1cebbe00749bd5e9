using TrailLake.Schema;

namespace TrailLake.Query.TableFunction;

/// <summary>Writes a list of structs.</summary>
sealed unsafe class ListVectorWriter(SchemaNode node, IReadOnlyList<bool> members) : GroupVectorWriter(node, members)
{
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
                if (definitions[i] < Node.Definition)
                {
                    validity = validity is null ? WritableValidity(vector) : validity;
                    SetNull(validity, row);
                }
            }

            if (definitions[i] > Node.Definition)
            {
                lists[(2 * row) + 1]++;
                elements++;
            }
        }

        // The child's memory may move when it grows: it is asked for after.
        DuckDBTableFunctions.ReserveList(vector, (ulong)(before + elements));
        DuckDBTableFunctions.SetListSize(vector, (ulong)(before + elements));
        WriteMembers(DuckDBTableFunctions.ListChild(vector), before, elements, Node.Definition + 1);
    }
}
