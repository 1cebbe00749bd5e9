using System.Collections;

namespace TrailLake.DeltaLog;

/// <summary>
/// The actions of a checkpoint. The adds are made when they are asked for and not kept: all at once, those of a large lake are hundreds of
/// megabytes.
/// </summary>
sealed class CheckpointActions(List<DeltaAction> head, List<LiveFile> files) : IReadOnlyList<DeltaAction>
{
    public int Count => head.Count + files.Count;

    public DeltaAction this[int index] => index < head.Count ? head[index] : files[index - head.Count].ToAction();

    public IEnumerator<DeltaAction> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
