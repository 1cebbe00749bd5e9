using System.Collections;

namespace TrailLake.Query.Search;

/// <summary>A list that is read when it is first looked at: most commands need not read the ledger's log.</summary>
sealed class DeferredList<T>(Func<IReadOnlyList<T>> read) : IReadOnlyList<T>
{
    readonly Lazy<IReadOnlyList<T>> _list = new(read);

    public int Count => _list.Value.Count;

    public T this[int index] => _list.Value[index];

    public IEnumerator<T> GetEnumerator() => _list.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
