namespace TrailLake.Tables;

/// <summary>Where an event came from, in eight bytes: sets hold one for each event.</summary>
readonly record struct RecordLocation
{
    readonly uint _object;
    readonly uint _index;

    /// <param name="number">Number of the object in the set.</param>
    /// <param name="index">Which record of it, from 0. An object has fewer than 2³²: its content is bounded.</param>
    public RecordLocation(int number, long index)
    {
        _object = (uint)number;
        _index = checked((uint)index);
    }

    /// <summary>Number of the object in the set.</summary>
    public int Object => (int)_object;

    /// <summary>Which record of it, from 0.</summary>
    public long Index => _index;
}
