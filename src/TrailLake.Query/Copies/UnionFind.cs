namespace TrailLake.Query.Copies;

/// <summary>Sets of numbers that are united one by one.</summary>
sealed class UnionFind(int count)
{
    readonly int[] _parents = [.. Enumerable.Range(0, count)];

    /// <summary>The number that stands for a number's set: its smallest.</summary>
    public int Find(int number)
    {
        while (_parents[number] != number)
        {
            number = _parents[number] = _parents[_parents[number]];
        }

        return number;
    }

    public void Unite(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        _parents[System.Math.Max(a, b)] = System.Math.Min(a, b);
    }
}
