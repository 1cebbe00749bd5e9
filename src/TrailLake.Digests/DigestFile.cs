namespace TrailLake.Digests;

/// <summary>A digest as it was found, with all that can be said of it without its neighbours.</summary>
sealed class DigestFile
{
    /// <summary>Where it was found.</summary>
    public required string Uri { get; init; }

    /// <summary>What its file name says.</summary>
    public required DigestName Name { get; init; }

    /// <summary>The chain that its name puts it into.</summary>
    public required TrailId Trail { get; init; }

    /// <summary>False for one outside of the asked span: it only bears witness to the one before.</summary>
    public required bool IsAsked { get; init; }

    /// <summary>What it says; null when it cannot be read: then failure and state say why.</summary>
    public DigestDocument? Document { get; init; }
    public string? Failure { get; init; }
    public DigestState FailureState { get; init; }

    /// <summary>SHA-256 of its uncompressed content.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Its place; meaningless without a document.</summary>
    public DigestLocation Place { get; init; }

    /// <summary>When it was signed, for choosing the key; null when that is not known.</summary>
    public DateTime? SignedAt { get; init; }

    /// <summary>What became of the signature of its metadata.</summary>
    public SignatureResult Own { get; init; }

    public DigestVerdictKind Kind => Name.IsBackfill ? DigestVerdictKind.BackfillDigest : DigestVerdictKind.Digest;

    /// <summary>End of its span: of its content where that is its own, else of its name.</summary>
    public DateTime End => CanWitness ? Document!.End : Name.EndTime;

    /// <summary>True when what it says of the digest before can be held against that one.</summary>
    public bool CanWitness => Document is not null && Place != DigestLocation.Foreign;

    /// <summary>Whether it names another as the digest before it.</summary>
    public bool Follows(DigestFile other) =>
        CanWitness && Document!.PreviousKey is { } key
            && DigestName.Stem(key).SequenceEqual(DigestName.Stem(ArchiveRoot.PathOf(other.Uri)));
}
