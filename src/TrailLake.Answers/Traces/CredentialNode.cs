using TrailLake.Answers.Sentences;
using TrailLake.Query.Entities;

namespace TrailLake.Answers.Traces;

/// <summary>A link of a chain of credentials: what issued it, how it was used, and what was issued with it.</summary>
public sealed class CredentialNode
{
    readonly List<CredentialNode> _children = [];

    internal CredentialNode(string id, CredentialKind kind, string name)
    {
        Id = id;
        Kind = kind;
        Name = name;
    }

    /// <summary>Names it among all: the key; a session without one is its ARN and creation date.</summary>
    public string Id { get; }

    /// <summary>What it is.</summary>
    public CredentialKind Kind { get; internal set; }

    /// <summary>Whose it is, as people recognise it: Role/session, a user's name, an instance's id.</summary>
    public string Name { get; internal set; }

    /// <summary>The access key; null for what has none.</summary>
    public string? AccessKey { get; internal set; }

    /// <summary>ARN of the identity; null when no event tells it.</summary>
    public string? Arn { get; internal set; }

    /// <summary>Account of the identity; null when no event tells it.</summary>
    public string? Account { get; internal set; }

    /// <summary>The account that the key's id encodes; a hint, not evidence.</summary>
    public string? DerivedAccount => AccessKey is null ? null : AwsIdentifier.DerivedAccount(AccessKey);

    /// <summary>When the session was created, as its own events say.</summary>
    public DateTime? Created { get; internal set; }

    /// <summary>First call with it; null when it was not used.</summary>
    public DateTime? First { get; internal set; }

    /// <summary>Last call with it.</summary>
    public DateTime? Last { get; internal set; }

    /// <summary>Calls with it.</summary>
    public long Events { get; internal set; }

    /// <summary>Calls with it that failed.</summary>
    public long Failed { get; internal set; }

    /// <summary>The addresses that those calls came from, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Addresses { get; internal set; } = [];

    /// <summary>Source identity: set once, kept along the chain.</summary>
    public string? SourceIdentity { get; internal set; }

    /// <summary>Identity Center user behind it.</summary>
    public string? OnBehalfOf { get; internal set; }

    /// <summary>The event that issued it: AssumeRole, CreateAccessKey, …; null when none is in the lake.</summary>
    public EventFacts? IssuedBy { get; internal set; }

    /// <summary>Why the chain ends here, or what is missing; null when nothing is.</summary>
    public string? Gap { get; internal set; }

    /// <summary>True for what was asked for.</summary>
    public bool IsSubject { get; internal set; }

    /// <summary>The link that issued it; null at the beginning of a chain.</summary>
    public CredentialNode? Parent { get; private set; }

    /// <summary>Links that were issued with it, in order of time, as far as they belong to the trace.</summary>
    public IReadOnlyList<CredentialNode> Children => _children;

    internal string? UserType { get; set; }

    internal string? RoleName { get; set; }

    internal string? Service { get; set; }

    internal bool IsFromConsole { get; set; }

    internal string? IssuedTo { get; set; }

    internal string? SessionName { get; set; }

    /// <summary>Makes it a child of another; false when that would close a circle, which only forged or damaged logs hold.</summary>
    internal bool TryAttach(CredentialNode parent, EventFacts? issuedBy)
    {
        for (var ancestor = parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor == this)
            {
                Gap = $"the log says that it was issued by {parent.Kind.ToText()} {parent.Name}, which was issued with it: a circle, so "
                    + "one of the records is not genuine";
                return false;
            }
        }

        Parent = parent;
        IssuedBy = issuedBy;
        parent._children.Add(this);
        parent._children.Sort(ByStart);
        return true;
    }

    DateTime? Start => IssuedBy?.Time ?? Created ?? First;

    // Total, so that the same trace is told in the same way each time.
    static int ByStart(CredentialNode a, CredentialNode b)
    {
        var order = Nullable.Compare(a.Start, b.Start);
        order = order != 0 ? order : Nullable.Compare(a.First, b.First);
        return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
    }
}
