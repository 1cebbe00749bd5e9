namespace TrailLake.DeltaLog;

/// <summary>
/// A change of a table's metadata that goes with a commit. When others change the metadata first, theirs is what is changed: nothing of it
/// is taken back.
/// </summary>
/// <param name="version">The version that <paramref name="current"/> is of.</param>
/// <param name="current">The table's metadata.</param>
/// <param name="change">Gives the metadata as it is to be; null when it is so already.</param>
sealed class MetadataChange(long version, MetadataAction current, Func<MetadataAction, MetadataAction?> change)
{
    MetadataAction _current = current;
    MetadataAction? _wanted = change(current);

    /// <summary>The table's metadata once the commit stands.</summary>
    public MetadataAction Result => _wanted ?? _current;

    /// <summary>Whether there is anything to change.</summary>
    public bool IsNeeded => _wanted is not null;

    /// <summary>True when others have changed the metadata since <see cref="AddTo"/> was called.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>The actions of a commit, and the metadata where it has to change.</summary>
    public IEnumerable<DeltaAction> AddTo(IEnumerable<DeltaAction> actions)
    {
        IsOutdated = false;
        return _wanted is null ? actions : actions.Append(_wanted);
    }

    /// <summary>Takes in a commit of others.</summary>
    public void Observe(long committed, IReadOnlyList<DeltaAction> actions)
    {
        if (committed <= version)
        {
            return;
        }

        foreach (var action in actions)
        {
            if (action is MetadataAction metadata)
            {
                _current = metadata;
                _wanted = change(metadata);
                IsOutdated = true;
            }
        }
    }
}
