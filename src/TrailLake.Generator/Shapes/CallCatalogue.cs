using System.Numerics;
using TrailLake.Generator.Population;
using TrailLake.Generator.Text;

namespace TrailLake.Generator.Shapes;

/// <summary>All shapes, and for each kind of caller a table to draw one by its weight.</summary>
sealed class CallCatalogue
{
    const int TableSize = 4096;

    static readonly string[] s_files = ["compute.shapes", "storage.shapes", "identity.shapes", "operations.shapes"];

    readonly CallShape[][] _global = new CallShape[KindCount][];
    readonly CallShape[][] _regional = new CallShape[KindCount][];

    /// <param name="pools">Names of the pools that templates may use.</param>
    /// <param name="dataWeight">Factor for the weights of data events.</param>
    public CallCatalogue(IReadOnlyList<string> pools, double dataWeight)
    {
        var parser = new CallShapeParser(pools);
        foreach (var file in s_files)
        {
            parser.Parse(EmbeddedText.Read(file));
        }

        Shapes = parser.Shapes;
        for (var bit = 0; bit < KindCount; bit++)
        {
            var kind = (ActorKinds)(1 << bit);
            var shapes = Shapes.Where(s => s.Kinds.HasFlag(kind) && !s.IsIssue).ToList();
            _global[bit] = MakeTable(shapes, dataWeight);
            _regional[bit] = MakeTable([.. shapes.Where(s => !s.IsGlobal)], dataWeight);
        }
    }

    public static int KindCount => BitOperations.Log2((uint)ActorKinds.Login) + 1;

    public IReadOnlyList<CallShape> Shapes { get; }

    /// <summary>The shape that issues sessions for a kind of caller.</summary>
    public CallShape Issue(ActorKinds kind) => Shapes.First(s => s.IsIssue && s.Kinds == kind);

    /// <summary>A shape for the kind of caller with this bit; null when the kind makes no calls here.</summary>
    public CallShape? Pick(int bit, bool takesGlobal, ref SplitMix64 random)
    {
        var table = takesGlobal ? _global[bit] : _regional[bit];
        return table.Length == 0 ? null : table[random.Below(TableSize)];
    }

    static CallShape[] MakeTable(IReadOnlyList<CallShape> shapes, double dataWeight)
    {
        var total = shapes.Sum(s => WeightOf(s, dataWeight));
        if (total == 0)
        {
            return [];
        }

        var table = new CallShape[TableSize];
        var at = 0;
        double sum = 0;
        foreach (var shape in shapes)
        {
            sum += WeightOf(shape, dataWeight);
            var end = (int)Math.Round(sum / total * TableSize);
            table.AsSpan(at, end - at).Fill(shape);
            at = end;
        }

        return table;
    }

    static double WeightOf(CallShape shape, double dataWeight) => shape.IsData ? shape.Weight * dataWeight : shape.Weight;
}
