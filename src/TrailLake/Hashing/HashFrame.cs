namespace TrailLake.Hashing;

/// <summary>An object or array that is open while the values inside of it are hashed.</summary>
struct HashFrame
{
    /// <summary>The place where it stands.</summary>
    public KeyPrefix Own;

    /// <summary>Which occurrence of its key it is, or its index in an array.</summary>
    public uint Occurrence;

    /// <summary>The begin of the messages about what is inside of it.</summary>
    public UniversalSum Inside;

    /// <summary>Members or elements so far.</summary>
    public uint Count;

    /// <summary>False for an array.</summary>
    public bool IsObject;

    /// <summary>Its keys.</summary>
    public SiblingKeys.Scope Keys;
}
